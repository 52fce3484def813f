package dev.gen2lift.rehearsal.network;

import dev.gen2lift.rehearsal.arm.ArmFailure;

/** The refusals of Microsoft.Network. */
final class NetworkErrors {

    private NetworkErrors() {}

    static ArmFailure nameInvalid(String name) {
        return new ArmFailure(
                400,
                "InvalidResourceName",
                "Resource name " + name + " is invalid. The name can be up to 80 characters long. It must begin with a"
                        + " word character, and it must end with a word character or with '_'. The name may contain"
                        + " word characters or '.', '-', '_'.");
    }

    static ArmFailure addressSpaceMissing(String network) {
        return new ArmFailure(
                400,
                "InvalidRequestFormat",
                "Cannot parse the request: virtual network " + network + " has no addressSpace.addressPrefixes.");
    }

    static ArmFailure prefixInvalid(String prefix) {
        return new ArmFailure(
                400,
                "InvalidAddressPrefixFormat",
                "Address prefix " + prefix + " is not formatted correctly. It should follow CIDR notation, for example"
                        + " 10.0.0.0/24.");
    }

    static ArmFailure subnetOutside(String subnet, String network) {
        return new ArmFailure(
                400,
                "NetcfgInvalidSubnet",
                "Subnet '" + subnet + "' is not valid in virtual network '" + network + "'.");
    }

    static ArmFailure subnetsOverlap(String one, String other) {
        return new ArmFailure(
                400,
                "NetcfgSubnetRangesOverlap",
                "Subnet '" + one + "' is not valid because its IP address range overlaps with that of an existing"
                        + " subnet '" + other + "'.");
    }

    static ArmFailure subnetInUse(String subnet, String user) {
        return new ArmFailure(
                400,
                "InUseSubnetCannotBeDeleted",
                "Subnet " + subnet + " is in use by " + user + " and cannot be deleted. In order to delete the subnet,"
                        + " delete all the resources within the subnet.");
    }

    static ArmFailure referenceInvalid(String referenced, String by) {
        return new ArmFailure(
                400,
                "InvalidResourceReference",
                "Resource " + referenced + " referenced by resource " + by + " was not found. Please make sure that the"
                        + " referenced resource exists, and that both resources are in the same region.");
    }

    static ArmFailure subnetMissing(String nic) {
        return new ArmFailure(
                400,
                "SubnetNotSpecified",
                "Subnet is not specified in an IP configuration of network interface " + nic + ".");
    }

    static ArmFailure addressOutside(String address) {
        return new ArmFailure(
                400,
                "PrivateIPAddressNotInSubnet",
                "Private static IP address " + address + " does not belong to the range of the subnet's prefix.");
    }

    static ArmFailure addressUsed(String address) {
        return new ArmFailure(
                400,
                "PrivateIPAddressIsAllocated",
                "IP address " + address + " is already allocated or reserved by the platform.");
    }

    static ArmFailure subnetFull(String subnet) {
        return new ArmFailure(
                400, "SubnetIsFull", "Subnet " + subnet + " does not have enough capacity for 1 IP addresses.");
    }

    static ArmFailure nicInUse(String nic, String vm) {
        return new ArmFailure(
                400, "NicInUse", "Network Interface " + nic + " is used by existing resource " + vm + ".");
    }
}
