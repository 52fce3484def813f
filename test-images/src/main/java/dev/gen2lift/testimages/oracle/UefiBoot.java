package dev.gen2lift.testimages.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Boots a disk under UEFI firmware: QEMU with OVMF, the disk as its only NVMe drive. Emulated, since hardware
 * virtualisation is often offered where it does not work. Changes to the disk are discarded.
 */
public final class UefiBoot {

    private record Firmware(String code, String variables) {}

    /** Where distributions install OVMF. */
    private static final List<Firmware> FIRMWARE = List.of(
            new Firmware("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
            new Firmware("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
            new Firmware("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
            new Firmware("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"));

    private UefiBoot() {}

    /**
     * Runs the machine until the guest switches it off or resets it.
     *
     * @param format of the disk as QEMU calls it: {@code raw}, {@code vpc}, {@code vhdx}
     * @return what came out of the first serial port, the firmware's own messages included
     * @throws AssertionError with that text, where the machine still runs when time is up
     */
    public static String boot(Path disk, String format, Duration timeout) throws IOException {
        Path code = Oracle.require(FIRMWARE.stream().map(f -> Path.of(f.code)).toArray(Path[]::new));
        Path variables =
                Oracle.require(FIRMWARE.stream().map(f -> Path.of(f.variables)).toArray(Path[]::new));
        Path machine = Oracle.require("qemu-system-x86_64");
        Path folder = Files.createTempDirectory("uefi-boot");
        Path serial = folder.resolve("serial.log");
        Path ownVariables = folder.resolve("variables.fd");
        try {
            Files.copy(variables, ownVariables);
            Oracle.Result result = Oracle.run(timeout, command(machine, code, ownVariables, disk, format, serial));
            if (result.exit() != 0) {
                throw new AssertionError("QEMU ended with " + result.exit() + ": " + result.err());
            }
            return read(serial);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nserial port:\n" + read(serial), e);
        } finally {
            Files.deleteIfExists(serial);
            Files.deleteIfExists(ownVariables);
            Files.deleteIfExists(folder);
        }
    }

    private static List<String> command(
            Path machine, Path code, Path variables, Path disk, String format, Path serial) {
        return List.of(
                machine.toString(),
                "-M",
                "q35",
                "-accel",
                "tcg",
                "-cpu",
                "max",
                "-m",
                "256",
                "-display",
                "none",
                "-nodefaults",
                "-no-reboot",
                "-serial",
                "file:" + serial,
                "-drive",
                "if=pflash,format=raw,unit=0,readonly=on,file=" + option(code),
                "-drive",
                "if=pflash,format=raw,unit=1,file=" + option(variables),
                "-drive",
                "if=none,id=disk,snapshot=on,format=" + format + ",file=" + option(disk),
                "-device",
                "nvme,serial=disk,drive=disk,bootindex=0");
    }

    /** QEMU separates options by commas; one within a value is doubled. */
    private static String option(Path path) {
        return path.toAbsolutePath().toString().replace(",", ",,");
    }

    private static String read(Path serial) throws IOException {
        return Files.exists(serial) ? Files.readString(serial, StandardCharsets.ISO_8859_1) : "";
    }
}
