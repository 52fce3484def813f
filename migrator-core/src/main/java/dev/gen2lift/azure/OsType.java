package dev.gen2lift.azure;

import com.azure.resourcemanager.compute.models.OperatingSystemTypes;

/** The operating system's family, as Azure divides them. */
public enum OsType {
    WINDOWS,
    LINUX;

    OperatingSystemTypes toSdk() {
        return this == WINDOWS ? OperatingSystemTypes.WINDOWS : OperatingSystemTypes.LINUX;
    }
}
