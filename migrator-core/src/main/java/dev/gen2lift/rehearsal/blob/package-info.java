/** Azure Storage's page-blob REST API over sparse files: accounts, containers, blobs, shared access signatures. */
package dev.gen2lift.rehearsal.blob;
