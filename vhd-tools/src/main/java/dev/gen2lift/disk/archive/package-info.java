/** Images inside archives and compressed files, read without unpacking them to disk. */
package dev.gen2lift.disk.archive;
