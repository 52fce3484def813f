/** Moves a virtual disk to Azure Storage: the page-blob target, its connection, and what can go wrong on the way. */
package dev.gen2lift.transfer;
