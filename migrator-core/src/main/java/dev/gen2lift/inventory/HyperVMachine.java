package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A virtual machine as Hyper-V describes it.
 *
 * @param name not unique: Hyper-V allows several machines of one name
 * @param id unique; a copy by export and import may have the same
 * @param origin where the description comes from: a file, or a host
 * @param host the host, or the cluster's node, that it runs on
 * @param version of the configuration, such as 9.0
 * @param disks hard disks only, in the order of their locations
 * @param checkpoints in no particular order
 */
public record HyperVMachine(
        String name,
        Optional<UUID> id,
        String origin,
        Fact<String> host,
        Fact<Generation> generation,
        Fact<PowerState> state,
        Fact<String> version,
        Processors processors,
        Memory memory,
        Firmware firmware,
        Security security,
        Fact<List<AttachedDisk>> disks,
        Fact<List<Checkpoint>> checkpoints,
        Fact<List<NetworkAdapter>> adapters,
        Peripherals peripherals,
        Guest guest,
        Availability availability) {

    /**
     * A machine of which nothing but the name is known yet.
     *
     * @param reason why the rest is unknown, as a short clause
     */
    public static Builder builder(String name, String origin, String reason) {
        return new Builder(name, origin, reason);
    }

    /** The same, to be changed in parts. */
    public Builder toBuilder() {
        Builder builder = new Builder(name, origin, "")
                .host(host)
                .generation(generation)
                .state(state)
                .version(version)
                .processors(processors)
                .memory(memory)
                .firmware(firmware)
                .security(security)
                .disks(disks)
                .checkpoints(checkpoints)
                .adapters(adapters)
                .peripherals(peripherals)
                .guest(guest)
                .availability(availability);
        id.ifPresent(builder::id);
        return builder;
    }

    /** What is not set stays unknown. */
    public static final class Builder {
        private final String name;
        private final String origin;
        private Optional<UUID> id = Optional.empty();
        private Fact<String> host;
        private Fact<Generation> generation;
        private Fact<PowerState> state;
        private Fact<String> version;
        private Processors processors;
        private Memory memory;
        private Firmware firmware;
        private Security security;
        private Fact<List<AttachedDisk>> disks;
        private Fact<List<Checkpoint>> checkpoints;
        private Fact<List<NetworkAdapter>> adapters;
        private Peripherals peripherals;
        private Guest guest;
        private Availability availability;

        private Builder(String name, String origin, String reason) {
            this.name = name;
            this.origin = origin;
            host = Fact.unknown(reason);
            generation = Fact.unknown(reason);
            state = Fact.unknown(reason);
            version = Fact.unknown(reason);
            processors = Processors.unknown(reason);
            memory = Memory.unknown(reason);
            firmware = Firmware.unknown(reason);
            security = Security.unknown(reason);
            disks = Fact.unknown(reason);
            checkpoints = Fact.unknown(reason);
            adapters = Fact.unknown(reason);
            peripherals = Peripherals.unknown(reason);
            guest = Guest.unknown(reason);
            availability = Availability.unknown(reason);
        }

        public Builder id(UUID value) {
            id = Optional.of(value);
            return this;
        }

        public Builder host(Fact<String> value) {
            host = value;
            return this;
        }

        public Builder generation(Fact<Generation> value) {
            generation = value;
            return this;
        }

        public Builder state(Fact<PowerState> value) {
            state = value;
            return this;
        }

        public Builder version(Fact<String> value) {
            version = value;
            return this;
        }

        public Builder processors(Processors value) {
            processors = value;
            return this;
        }

        public Builder memory(Memory value) {
            memory = value;
            return this;
        }

        public Builder firmware(Firmware value) {
            firmware = value;
            return this;
        }

        public Builder security(Security value) {
            security = value;
            return this;
        }

        public Builder disks(Fact<List<AttachedDisk>> value) {
            disks = value;
            return this;
        }

        public Builder checkpoints(Fact<List<Checkpoint>> value) {
            checkpoints = value;
            return this;
        }

        public Builder adapters(Fact<List<NetworkAdapter>> value) {
            adapters = value;
            return this;
        }

        public Builder peripherals(Peripherals value) {
            peripherals = value;
            return this;
        }

        public Builder guest(Guest value) {
            guest = value;
            return this;
        }

        public Builder availability(Availability value) {
            availability = value;
            return this;
        }

        public HyperVMachine build() {
            return new HyperVMachine(
                    name,
                    id,
                    origin,
                    host,
                    generation,
                    state,
                    version,
                    processors,
                    memory,
                    firmware,
                    security,
                    disks,
                    checkpoints,
                    adapters,
                    peripherals,
                    guest,
                    availability);
        }
    }
}
