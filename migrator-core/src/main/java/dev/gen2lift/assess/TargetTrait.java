package dev.gen2lift.assess;

/** What the severity of a rule may depend on. A target has several: with Trusted Launch it is Generation 2 as well. */
public enum TargetTrait {
    GEN2,
    GEN1,
    TRUSTED_LAUNCH,
    CONFIDENTIAL,
    /** Its disks are NVMe devices, not SCSI ones. */
    NVME
}
