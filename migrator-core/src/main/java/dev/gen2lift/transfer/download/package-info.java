/** Brings a disk back from Azure: into a VHDX, a VHD or a raw file, resumable. */
package dev.gen2lift.transfer.download;
