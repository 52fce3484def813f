/** Writers of what Hyper-V keeps beside a machine's disks: its configuration, and the folders of an export. */
package dev.gen2lift.testimages.hyperv;
