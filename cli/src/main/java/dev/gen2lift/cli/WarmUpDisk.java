package dev.gen2lift.cli;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.ext.Ext2Builder;
import dev.gen2lift.testimages.fat.FatBuilder;
import dev.gen2lift.testimages.fat.FatType;
import dev.gen2lift.testimages.partition.GptBuilder;
import dev.gen2lift.testimages.partition.GptPartition;
import dev.gen2lift.testimages.partition.PartitionTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The disk of a Linux with what most have and the sample VM has not: signed loaders, and a packed initramfs. */
final class WarmUpDisk {

    private static final int MIB = 1 << 20;

    private WarmUpDisk() {}

    static SparseContent content() throws IOException {
        byte[] program = signedProgram();
        SparseContent esp = new FatBuilder(FatType.FAT16, 8 * MIB)
                .file("EFI/BOOT/BOOTX64.EFI", program)
                .file("EFI/BOOT/grubx64.efi", program)
                .build();
        SparseContent root = new Ext2Builder(8L * MIB)
                .file("etc/os-release", "ID=warm-up\nPRETTY_NAME=\"Warm-up\"\n")
                .file("etc/fstab", "LABEL=root / ext2 defaults 0 1\n/dev/sdb1 /data xfs nofail 0 2\n")
                .file("usr/bin/sh", "")
                .link("bin", "usr/bin")
                .file("boot/vmlinuz-1.0", Content.of(program), 0644)
                .file("boot/initrd.img-1.0", Content.of(initramfs()), 0644)
                .file(
                        "boot/grub/grub.cfg",
                        "menuentry 'a' {\n linux /boot/vmlinuz-1.0 ro\n initrd /boot/initrd.img-1.0\n}\n")
                .file("lib/modules/1.0/modules.dep", "kernel/drivers/hv/hv_vmbus.ko:\n")
                .build();
        return new GptBuilder(20L * MIB)
                .partition(partition(PartitionTypes.EFI_SYSTEM, "esp", MIB), esp)
                .partition(partition(PartitionTypes.LINUX_FILESYSTEM, "root", 9L * MIB), root)
                .build();
    }

    private static GptPartition partition(UUID type, String name, long offset) {
        return new GptPartition(type, Guid.named(name), name, offset, 8L * MIB);
    }

    private static byte[] signedProgram() throws IOException {
        try (InputStream in = Objects.requireNonNull(WarmUpDisk.class.getResourceAsStream("signed.efi"))) {
            return in.readAllBytes();
        }
    }

    /** An archive that ends at once, packed as Debian does. */
    private static byte[] initramfs() throws IOException {
        String trailer = "TRAILER!!!\0";
        String header = "070701" + "00000000".repeat(11) + String.format("%08X", trailer.length()) + "00000000";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XZOutputStream out = new XZOutputStream(bytes, new LZMA2Options(0))) {
            out.write((header + trailer + "\0\0\0").getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }
}
