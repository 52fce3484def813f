/** Writes VHD files of every kind and creator, valid ones and ones with single structures altered (VHD specification 1.0). */
package dev.gen2lift.testimages.vhd;
