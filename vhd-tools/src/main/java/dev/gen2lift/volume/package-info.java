/** How a disk is divided: GPT and MBR. */
package dev.gen2lift.volume;
