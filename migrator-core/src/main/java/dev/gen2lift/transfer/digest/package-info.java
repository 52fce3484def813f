/**
 * The digest tree of a virtual disk: SHA-256 of each 4 MiB and a root over them, made while the disk is sent, kept in a
 * small file, and compared later with what is stored or with another state of the disk.
 */
package dev.gen2lift.transfer.digest;
