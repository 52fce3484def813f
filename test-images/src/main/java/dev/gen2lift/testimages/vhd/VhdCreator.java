package dev.gen2lift.testimages.vhd;

/** Programs that write VHDs, as they sign them in the footer. */
public enum VhdCreator {
    VIRTUAL_PC("vpc ", 0x00050003, "Wi2k", true),
    VIRTUAL_SERVER("vs  ", 0x00010000, "Wi2k", true),
    HYPER_V("win ", 0x000A0000, "Wi2k", false),
    DISK2VHD("d2v ", 0x00010000, "Wi2k", false),
    QEMU("qemu", 0x00050003, "Wi2k", true),
    /** QEMU with force_size: the size counts. */
    QEMU_EXACT("qem2", 0x00050003, "Wi2k", false),
    VIRTUALBOX("vbox", 0x00040000, "Wi2k", true),
    XEN_BLKTAP("tap\0", 0x00010003, "\0\0\0\0", false),
    XENSERVER("CTXS", 0x00010003, "\0\0\0\0", false);

    private final String application;
    private final int version;
    private final String hostSystem;
    private final boolean geometryCountsForQemu;

    VhdCreator(String application, int version, String hostSystem, boolean geometryCountsForQemu) {
        this.application = application;
        this.version = version;
        this.hostSystem = hostSystem;
        this.geometryCountsForQemu = geometryCountsForQemu;
    }

    /** Four characters. */
    public String application() {
        return application;
    }

    public int version() {
        return version;
    }

    /** Four characters. */
    public String hostSystem() {
        return hostSystem;
    }

    /** Whether QEMU takes the geometry for the disk's size and not the size field, as long as it expresses it. */
    public boolean geometryCountsForQemu() {
        return geometryCountsForQemu;
    }
}
