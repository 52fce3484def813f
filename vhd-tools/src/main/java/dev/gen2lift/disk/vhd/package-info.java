/** The VHD format (Microsoft, "Virtual Hard Disk Image Format Specification", version 1.0). */
package dev.gen2lift.disk.vhd;
