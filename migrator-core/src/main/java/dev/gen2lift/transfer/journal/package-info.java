/** What an upload has already sent, kept on this machine so that it can go on after any interruption. */
package dev.gen2lift.transfer.journal;
