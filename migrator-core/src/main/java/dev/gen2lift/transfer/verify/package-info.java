/** Whether what is stored in Azure is the disk that it was made from. */
package dev.gen2lift.transfer.verify;
