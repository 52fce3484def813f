package dev.gen2lift.inventory.smb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real Samba with one read-only share, on a free port of this machine; needs root, as smbd does. */
final class Samba implements Closeable {

    static final String SHARE = "C$";

    private final Process server;
    final int port;

    private Samba(Process server, int port) {
        this.server = server;
        this.port = port;
    }

    static Samba start(Path folder, Path shared, String password) throws IOException, InterruptedException {
        Path smbd = Oracle.require("smbd");
        Path smbpasswd = Oracle.require("smbpasswd");
        assumeTrue("root".equals(System.getProperty("user.name")), "smbd needs root");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (String name : List.of("private", "state", "cache", "lock", "pid", "log", "ncalrpc")) {
            Files.createDirectories(folder.resolve(name));
        }
        Path configuration = folder.resolve("smb.conf");
        Files.writeString(configuration, """
                [global]
                workgroup = CONTOSO
                server role = standalone server
                server min protocol = SMB3_00
                smb encrypt = required
                server signing = mandatory
                smb ports = %d
                interfaces = 127.0.0.1
                bind interfaces only = yes
                disable netbios = yes
                load printers = no
                private dir = %2$s/private
                state directory = %2$s/state
                cache directory = %2$s/cache
                lock directory = %2$s/lock
                pid directory = %2$s/pid
                ncalrpc dir = %2$s/ncalrpc
                log file = %2$s/log/smbd.log
                [%3$s]
                path = %4$s
                read only = yes
                """.formatted(port, folder, SHARE, shared));
        Process user = new ProcessBuilder(smbpasswd.toString(), "-c", configuration.toString(), "-s", "-a", "root")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("smbpasswd.log").toFile())
                .start();
        user.getOutputStream().write((password + "\n" + password + "\n").getBytes(StandardCharsets.UTF_8));
        user.getOutputStream().close();
        if (user.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("smbpasswd.log")));
        }
        Process server = new ProcessBuilder(smbd.toString(), "--foreground", "-s", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("smbd.log").toFile())
                .start();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!answers(port)) {
            if (!server.isAlive() || System.nanoTime() > end) {
                throw new IOException("smbd did not start:\n" + Files.readString(folder.resolve("smbd.log")));
            }
            Thread.onSpinWait();
        }
        return new Samba(server, port);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.descendants().forEach(ProcessHandle::destroy);
        server.destroy();
    }
}
