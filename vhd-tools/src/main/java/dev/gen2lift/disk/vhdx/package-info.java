/** The VHDX format (MS-VHDX, version 1). */
package dev.gen2lift.disk.vhdx;
