package dev.gen2lift.rehearsal.compute;

import dev.gen2lift.rehearsal.arm.ArmErrors;
import dev.gen2lift.rehearsal.arm.ArmFailure;
import java.util.Locale;

/** The refusals of Microsoft.Compute; texts are Azure's where one is known. */
final class ComputeErrors {

    private ComputeErrors() {}

    static ArmFailure uploadSizeRange() {
        return ArmErrors.badRequest("The upload size in bytes must be between " + DiskRules.MIN_UPLOAD
                + " (20 MiB + 512 bytes for the VHD footer) and " + DiskRules.MAX_UPLOAD
                + " (32 TiB + 512 bytes for the VHD footer).");
    }

    static ArmFailure uploadSizeMultiple(long size) {
        return ArmErrors.badRequest("The upload size in bytes " + size + " - 512 bytes for the VHD footer ("
                + (size - 512) + " in this case) must be a multiple of MiB.");
    }

    static ArmFailure trustedLaunchUpload() {
        return ArmErrors.parameterInvalid(
                "disk.securityProfile.securityType",
                "Security type TrustedLaunch is supported only for createOption FromImage, Import, ImportSecure and"
                        + " UploadPreparedSecure.");
    }

    static ArmFailure importSourceNotFound(String uri) {
        return ArmErrors.badRequest("Source blob " + uri + " was not found.");
    }

    /** For a disk that is imported, block blobs and blobs without a footer are one thing. */
    static ArmFailure importNoVhd(String uri, String detail) {
        return ArmErrors.badRequest("Only blobs formatted as VHDs can be imported. Source blob " + uri + ": " + detail);
    }

    static ArmFailure importSize(String uri, long bytes) {
        return new ArmFailure(
                400,
                "InvalidVhd",
                "The specified VHD " + uri + " has an unsupported virtual size of " + bytes
                        + " bytes. The size must be a whole number (in MBs).");
    }

    static ArmFailure importRegion(String uri, String account, String disk) {
        return ArmErrors.badRequest("Source blob " + uri + " is in location '" + account
                + "' and cannot be imported into a disk in location '" + disk
                + "'. Both have to be in the same location.");
    }

    static ArmFailure trustedLaunchDiskGeneration() {
        return ArmErrors.parameterInvalid(
                "disk.securityProfile.securityType", "Security type TrustedLaunch needs an OS disk of generation V2.");
    }

    static ArmFailure refused(DiskEvent event, DiskState state, String disk, String owner, String vm) {
        return switch (event) {
            case GRANT_WRITE ->
                ArmErrors.notAllowed("Write access to disk " + disk
                        + " is not permitted: it can be granted only while a disk created for upload has not been"
                        + " uploaded, and this one is in state " + state.word() + ".");
            case GRANT_READ ->
                state == DiskState.ATTACHED
                        ? new ArmFailure(
                                409,
                                "Conflict",
                                "Access not permitted because disk " + disk + " is currently attached to running VM "
                                        + owner + ".")
                        : ArmErrors.notAllowed(
                                "Read access to disk " + disk + " is not permitted in state " + state.word() + ".");
            case ATTACH ->
                switch (state) {
                    case ATTACHED, RESERVED ->
                        new ArmFailure(
                                409,
                                "ConflictingUserInput",
                                "Cannot attach the disk " + disk + " to VM " + vm
                                        + " because it is already attached to VM " + owner
                                        + ". A disk can be attached to only one VM at a time.");
                    case ACTIVE_UPLOAD, ACTIVE_SAS -> signatureOutstanding(disk);
                    default ->
                        ArmErrors.notAllowed("Disk " + disk + " cannot be attached in state " + state.word()
                                + ": its content has not been uploaded.");
                };
            case DELETE ->
                state == DiskState.ATTACHED || state == DiskState.RESERVED
                        ? ArmErrors.notAllowed("Disk " + disk + " is attached to VM " + owner + ".")
                        : signatureOutstanding(disk);
            default ->
                ArmErrors.notAllowed(
                        "Disk " + disk + " is in state " + state.word() + ", which does not allow this operation.");
        };
    }

    private static ArmFailure signatureOutstanding(String disk) {
        return ArmErrors.notAllowed("There is an active shared access signature outstanding for disk " + disk
                + ". Call EndGetAccess before attaching or deleting the disk.");
    }

    static ArmFailure sizeUnknown(String size) {
        return new ArmFailure(
                400,
                "InvalidParameter",
                "The value " + size + " provided for the VM size is not valid. The valid sizes in the current region"
                        + " are: " + String.join(",", VmSizes.names()) + ".");
    }

    static ArmFailure generationMismatch(String size, String generation) {
        String number = generation.toUpperCase(Locale.ROOT).replace("V", "");
        return ArmErrors.badRequest("The selected VM size '" + size + "' cannot boot Hypervisor Generation '" + number
                + "'. If this was a Create operation please check that the Hypervisor Generation of the Image matches"
                + " the Hypervisor Generation of the selected VM Size. If this was an Update operation please select a"
                + " Hypervisor Generation '" + number + "' VM Size. For more information, see"
                + " https://aka.ms/azuregen2vm");
    }

    static ArmFailure architectureMismatch(String size, String sizeArchitecture, String diskArchitecture) {
        return ArmErrors.badRequest("Cannot create a VM of size '" + size
                + "' because this VM size only supports a CPU Architecture of '" + sizeArchitecture
                + "', but an image or disk with CPU Architecture '" + diskArchitecture
                + "' was given. Please check that the CPU Architecture of the image or disk is compatible with that of"
                + " the VM size.");
    }

    static ArmFailure controllerMismatch(String size, String controllers, String disk) {
        return ArmErrors.parameterInvalid(
                "storageProfile.diskControllerType",
                "The VM size '" + size + "' supports the disk controller types '" + controllers
                        + "', which the OS disk '" + disk + "' does not.");
    }

    static ArmFailure tooManyDisks(int most) {
        return ArmErrors.notAllowed(
                "The maximum number of data disks allowed to be attached to a VM of this size is " + most + ".");
    }

    static ArmFailure premiumUnsupported(String size, String sku, String disk) {
        return ArmErrors.badRequest("Requested operation cannot be performed because the VM size " + size
                + " does not support the storage account type " + sku + " of disk '" + disk
                + "'. Consider updating the VM to a size that supports Premium storage.");
    }

    static ArmFailure lunUsedTwice(int lun) {
        return ArmErrors.parameterInvalid("dataDisk.lun", "A data disk with LUN " + lun + " is given more than once.");
    }

    static ArmFailure referenceNotFound(String what, String id) {
        return new ArmFailure(404, "NotFound", what + " " + id + " was not found.");
    }

    static ArmFailure locationMismatch(String what, String name, String location, String vmLocation) {
        return ArmErrors.badRequest(what + " '" + name + "' is in location '" + location
                + "' and cannot be used by a virtual machine in location '" + vmLocation
                + "'. Both have to be in the same location.");
    }

    static ArmFailure securityTypeMismatch() {
        return ArmErrors.badRequest(
                "Security type of VM is not compatible with the security type of attached OS Disk.");
    }

    static ArmFailure trustedLaunchGeneration() {
        return ArmErrors.badRequest("Use of TrustedLaunch setting is not supported for the provided OS disk. Please"
                + " select Trusted Launch Supported Gen2 OS disk.");
    }

    static ArmFailure trustedLaunchSize(String size) {
        return ArmErrors.badRequest("The VM size '" + size + "' is not supported for creation of VMs and Virtual"
                + " Machine Scale Set with 'TrustedLaunch' security type.");
    }

    static ArmFailure nicInUse(String nic, String vm) {
        return new ArmFailure(
                400, "NicInUse", "Network Interface " + nic + " is used by existing resource " + vm + ".");
    }

    static ArmFailure tooManyNics(String vm, int count, String size, int most) {
        return ArmErrors.badRequest("The number of network interfaces for virtual machine " + vm + " exceeds the"
                + " maximum allowed for the virtual machine size " + size + ". The number of network interfaces is "
                + count + " and the maximum allowed is " + most + ".");
    }
}
