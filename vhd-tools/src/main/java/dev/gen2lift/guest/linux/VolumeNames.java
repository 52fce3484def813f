package dev.gen2lift.guest.linux;

import dev.gen2lift.guest.GuestVolume;
import java.util.List;
import java.util.Optional;

/** Which of a machine's volumes a configuration means. */
record VolumeNames(List<GuestVolume> volumes) {

    VolumeNames {
        volumes = List.copyOf(volumes);
    }

    /** The volume of that name; empty where none that can be read has it. */
    Optional<GuestVolume> find(DeviceName name) {
        return volumes.stream().filter(volume -> means(name, volume)).findFirst();
    }

    private static boolean means(DeviceName name, GuestVolume volume) {
        String value = name.value();
        return switch (name.kind()) {
            case UUID -> same(volume.facts().identifier(), value);
            case LABEL -> volume.facts().label().filter(value::equals).isPresent();
            case PARTUUID -> same(volume.partitionUuid(), value);
            case PARTLABEL -> volume.partitionLabel().filter(value::equals).isPresent();
            case LOGICAL_VOLUME ->
                volume.facts().logicalVolume().filter(value::equals).isPresent();
            // The order of disks on another machine is a guess; of a single disk it is a good one.
            case KERNEL_NAME ->
                name.firstDiskPartition()
                        .filter(index -> index == volume.facts().partitionIndex())
                        .isPresent();
            default -> false;
        };
    }

    private static boolean same(Optional<String> identifier, String value) {
        return identifier.filter(value::equalsIgnoreCase).isPresent();
    }
}
