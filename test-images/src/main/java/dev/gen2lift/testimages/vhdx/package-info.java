/** Writes VHDX files of every kind and state, valid ones and ones with single structures altered (MS-VHDX). */
package dev.gen2lift.testimages.vhdx;
