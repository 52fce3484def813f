/** What is installed on a disk and how it starts, read without mounting it. */
package dev.gen2lift.guest;
