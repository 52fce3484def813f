package dev.gen2lift.guest.initramfs;

/**
 * A file, folder or link of an archive.
 *
 * @param name as stored, up to the first NUL; hostile text
 * @param mode Unix type and permissions
 * @param size bytes of its content
 */
public record CpioEntry(String name, int mode, long size) {

    private static final int TYPE = 0xF000;
    private static final int REGULAR = 0x8000;

    public boolean isFile() {
        return (mode & TYPE) == REGULAR;
    }
}
