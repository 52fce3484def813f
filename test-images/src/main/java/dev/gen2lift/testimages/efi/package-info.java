/** Makes EFI programs, byte by byte: the code, and the PE image around it. */
package dev.gen2lift.testimages.efi;
