/** Builders of disk images with real layouts. */
package dev.gen2lift.testimages;
