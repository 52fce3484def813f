package dev.gen2lift.cli;

import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.DiskInspector;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.LocatedDisk;
import dev.gen2lift.inventory.LocatedMachine;
import dev.gen2lift.inventory.smb.SharedFile;
import dev.gen2lift.inventory.smb.SmbShares;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The disks of an inventory's VMs, read from their hosts. */
final class HostDisks implements Closeable {

    @Option(
            names = "--from-hosts",
            description = "Read disks that are not here from the VMs' hosts over SMB 3, encrypted, as --user.")
    boolean wanted;

    @Mixin
    HostAccount account = new HostAccount();

    private final Map<Path, SharedFile> files = new ConcurrentHashMap<>();
    private @Nullable SmbShares shares;

    /** The same machine; what is not here is to be read from its host. */
    LocatedMachine locate(LocatedMachine machine) {
        if (!wanted) {
            return machine;
        }
        if (shares == null) {
            shares = new SmbShares(account.credentials()
                    .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "USAGE", "--from-hosts needs --user", "")));
        }
        List<LocatedDisk> disks = machine.disks().stream()
                .map(disk -> locate(machine.machine(), disk))
                .toList();
        return new LocatedMachine(machine.machine(), disks);
    }

    private LocatedDisk locate(HyperVMachine machine, LocatedDisk disk) {
        if (disk.missing().isEmpty() || disk.disk().backing() != AttachedDisk.Backing.IMAGE) {
            return disk;
        }
        Optional<SharedFile> file = disk.disk()
                .path()
                .asOptional()
                .flatMap(path -> SharedFile.of(machine.host().asOptional().orElse(""), path));
        file.ifPresent(found -> files.put(found.standIn(), found));
        return file.map(found -> new LocatedDisk(disk.disk(), found.standIn(), Optional.empty()))
                .orElse(disk);
    }

    /** Looks into an image, on its host where it was located there. */
    DiskInspection inspect(Path image, List<Path> others, SourceImage source) throws IOException {
        SharedFile file = files.get(image);
        if (file == null || shares == null) {
            return source.inspect(image, others);
        }
        try (VirtualDisk disk = DiskImages.open(shares.open(file), source.options())) {
            return DiskInspector.inspect(disk);
        }
    }

    @Override
    public void close() {
        if (shares != null) {
            shares.close();
        }
    }
}
