package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Console;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.Problem;
import dev.gen2lift.inventory.cim.CimInventory;
import dev.gen2lift.inventory.winrm.Credentials;
import dev.gen2lift.inventory.winrm.Trust;
import dev.gen2lift.inventory.winrm.WinRm;
import dev.gen2lift.inventory.wmi.LocalWmi;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which hosts to ask, and as whom. */
final class HyperVHosts {

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "A Hyper-V host, over WinRM with TLS; may be given several times.")
    List<String> names = List.of();

    @Option(names = "--cluster", description = "All nodes of the hosts' clusters too.")
    boolean cluster;

    @Mixin
    HostAccount account = new HostAccount();

    @Option(names = "--port", description = "WinRM's port for TLS (default: ${DEFAULT-VALUE}).")
    int port = WinRm.PORT;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Certificates of the hosts, or of their authority, where Java does not trust them already.")
    @Nullable
    Path trust;

    boolean areGiven() {
        return !names.isEmpty();
    }

    /** One host that does not answer is a problem; where none answers, the command fails. */
    Inventory read(Console console) throws IOException, InterruptedException {
        if (names.isEmpty()) {
            return ofThisHost();
        }
        SSLContext tls = trust == null ? Trust.ofTheSystem() : Trust.of(trust);
        Optional<Credentials> credentials = account.credentials();
        Set<String> hosts = new LinkedHashSet<>(names);
        List<HyperVMachine> machines = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int answered = 0;
        List<String> open = new ArrayList<>(hosts);
        for (int i = 0; i < open.size(); i++) {
            String host = open.get(i);
            WinRm source = credentials.isPresent()
                    ? WinRm.withPassword(host, port, tls, credentials.get())
                    : WinRm.withTickets(host, port, tls);
            try {
                if (cluster) {
                    CimInventory.clusterNodes(source).stream()
                            .filter(hosts::add)
                            .forEach(open::add);
                }
                Inventory inventory = CimInventory.read(source, host);
                machines.addAll(inventory.machines());
                problems.addAll(inventory.problems());
                answered++;
            } catch (IOException e) {
                problems.add(new Problem(host, String.valueOf(e.getMessage())));
            }
            console.progressNote(host + ": " + machines.size() + " VMs so far");
        }
        if (answered == 0) {
            throw new CommandFailure(
                    ExitCode.AZURE,
                    "HOST",
                    problems.get(0).reason(),
                    "docs/discovering.md says what a host needs to answer over WinRM");
        }
        return new Inventory(machines, problems);
    }

    private static Inventory ofThisHost() throws IOException, InterruptedException {
        try (LocalWmi wmi = LocalWmi.open()) {
            return CimInventory.read(wmi, InetAddress.getLocalHost().getHostName());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.MACHINE,
                    "NO_HYPERV",
                    String.valueOf(e.getMessage()),
                    "name another host with --host, or a folder of exported VMs with --export");
        }
    }
}
