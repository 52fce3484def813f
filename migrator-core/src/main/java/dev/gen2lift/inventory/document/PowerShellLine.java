package dev.gen2lift.inventory.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The one line that gives on a host, in PowerShell with its Hyper-V module, what {@link InventoryFile} reads. */
public final class PowerShellLine {

    private PowerShellLine() {}

    /** One line without a line feed; writes {@code vms.json} into the current folder. */
    public static String text() {
        try (InputStream in = PowerShellLine.class.getResourceAsStream("get-vm.ps1")) {
            if (in == null) {
                throw new IllegalStateException("get-vm.ps1 is not among the classes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
