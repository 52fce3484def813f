package dev.gen2lift.inventory;

/**
 * A graphics processor, or another device of the host, that a machine uses.
 *
 * @param name as the host calls it; may be empty
 */
public record Gpu(Kind kind, String name) {

    /** How it reaches the guest. */
    public enum Kind {
        /** A share of the host's graphics processor (GPU-P). */
        PARTITION,
        /** A PCI Express device handed over whole (discrete device assignment); not always graphics. */
        ASSIGNED_DEVICE,
        /** A RemoteFX 3D video adapter. */
        REMOTE_FX
    }
}
