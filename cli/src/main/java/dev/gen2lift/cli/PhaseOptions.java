package dev.gen2lift.cli;

import dev.gen2lift.migration.TwoPhaseMigration.Staging;
import dev.gen2lift.transfer.StagingContainer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A migration in two phases, so that the VM is down only for what changed. */
final class PhaseOptions {

    @Option(
            names = "--prepare",
            description = {
                "Send the disks into page blobs and stop there. Again, as often as you like: only what changed is sent.",
                "While the VM runs, take a checkpoint and give the image below the checkpoint's .avhdx."
            })
    boolean prepare;

    @Option(
            names = "--cutover",
            description = {
                "When the VM is shut down: send what changed since --prepare, make the managed disks of it, and the VM.",
                "Give the newest image of each disk, the .avhdx where there is a checkpoint."
            })
    boolean cutover;

    @Option(
            names = "--staging",
            paramLabel = "URL",
            description =
                    "The container for the page blobs, in the VM's region: with a SAS (read, create, write; delete"
                            + " for --remove-staging), or without one as whoever is signed in. --cutover knows it, but no SAS.")
    @Nullable
    String staging;

    @Option(
            names = "--staging-account",
            paramLabel = "ID",
            description = "Resource id of that container's storage account, where it is not found in the subscription.")
    @Nullable
    String account;

    @Option(
            names = "--force",
            description = "With --prepare: send all of a disk again where it is not known what changed of it.")
    boolean force;

    @Option(names = "--remove-staging", description = "With --cutover: delete the page blobs at the end.")
    boolean remove;

    /** Whether there are two phases at all. Complains of options that do not go together. */
    boolean wanted() {
        require(!prepare || !cutover, "--prepare and --cutover are two phases: give one of them");
        require(!prepare || staging != null, "--prepare needs --staging, the URL of a container");
        require(prepare || !force, "--force goes with --prepare");
        require(cutover || !remove, "--remove-staging goes with --cutover");
        require(prepare || account == null, "--staging-account goes with --prepare");
        require(prepare || cutover || staging == null, "--staging goes with --prepare and --cutover");
        return prepare || cutover;
    }

    /** Where to prepare. */
    Staging place() {
        return new Staging(container().orElseThrow(), Optional.ofNullable(account));
    }

    Optional<StagingContainer> container() {
        return Optional.ofNullable(staging).map(url -> UsageError.orThrow(() -> StagingContainer.parse(url)));
    }

    private static void require(boolean right, String complaint) {
        if (!right) {
            throw new CommandFailure(ExitCode.USAGE, "USAGE", complaint, "");
        }
    }
}
