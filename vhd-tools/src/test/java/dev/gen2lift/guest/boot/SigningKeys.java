package dev.gen2lift.guest.boot;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keys and certificates that openssl makes, and programs that sbsign and osslsigncode sign with them. */
record SigningKeys(Path folder) {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    static final String RSA = "rsa:2048";

    /** A certificate authority of a name, whose key identifier may be made up. */
    void authority(String name, String subject, String extension) throws IOException {
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                RSA,
                "-nodes",
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".crt"),
                "-subj",
                subject,
                "-days",
                "30",
                "-addext",
                extension);
    }

    /** A signer's certificate, with a key of {@code options}, valid for some days from now. */
    void signer(String name, String subject, String authority, int days, String... options) throws IOException {
        List<String> request = new ArrayList<>(List.of("openssl", "req", "-nodes", "-newkey"));
        request.addAll(List.of(options));
        request.addAll(List.of("-keyout", file(name + ".key"), "-out", file(name + ".csr"), "-subj", subject));
        run(request.toArray(String[]::new));
        Path extensions = Files.writeString(folder.resolve("issued.ext"), "authorityKeyIdentifier=keyid\n");
        run(
                "openssl",
                "x509",
                "-req",
                "-in",
                file(name + ".csr"),
                "-CA",
                file(authority + ".crt"),
                "-CAkey",
                file(authority + ".key"),
                "-set_serial",
                Integer.toString(Math.abs(name.hashCode()) + 1),
                "-out",
                file(name + ".crt"),
                "-days",
                Integer.toString(days),
                "-extfile",
                extensions.toString());
    }

    /** A program with one more signature; {@code authority} is put into it unless it is "". */
    byte[] sign(byte[] program, String signer, String authority) throws IOException {
        Path in = Files.write(folder.resolve("in.efi"), program);
        List<String> command = new ArrayList<>(List.of("sbsign", "--key", file(signer + ".key")));
        command.addAll(List.of("--cert", file(signer + ".crt")));
        if (!authority.isEmpty()) {
            command.addAll(List.of("--addcert", file(authority + ".crt")));
        }
        command.addAll(List.of("--output", file("out.efi"), in.toString()));
        run(command.toArray(String[]::new));
        return Files.readAllBytes(folder.resolve("out.efi"));
    }

    /** A program signed by osslsigncode, which knows more algorithms, and nests further signatures in the first. */
    byte[] signByOsslsigncode(byte[] program, String signer, String authority, String... options) throws IOException {
        Path in = Files.write(folder.resolve("in.efi"), program);
        Files.deleteIfExists(folder.resolve("out.efi"));
        List<String> command = new ArrayList<>(List.of("osslsigncode", "sign", "-key", file(signer + ".key")));
        command.addAll(List.of("-certs", file(signer + ".crt"), "-ac", file(authority + ".crt")));
        command.addAll(List.of(options));
        command.addAll(List.of("-in", in.toString(), "-out", file("out.efi")));
        run(command.toArray(String[]::new));
        return Files.readAllBytes(folder.resolve("out.efi"));
    }

    /** Whether sbverify takes the program for one that the authority's certificate vouches for. */
    boolean sbverifies(byte[] program, String authority) throws IOException {
        Path in = Files.write(folder.resolve("verify.efi"), program);
        Path tool = Oracle.require("sbverify");
        return Oracle.run(TIMEOUT, tool.toString(), "--cert", file(authority + ".crt"), in.toString())
                        .exit()
                == 0;
    }

    /** Runs a tool, the first of {@code command}, and returns what it prints. */
    String run(String... command) throws IOException {
        String[] all = command.clone();
        all[0] = Oracle.require(command[0]).toString();
        return Oracle.run(TIMEOUT, all).expectSuccess().out();
    }

    /** What a tool prints, whether it succeeds or not. */
    String print(String tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Oracle.require(tool).toString()));
        command.addAll(List.of(arguments));
        Oracle.Result result = Oracle.run(TIMEOUT, command);
        return result.out() + result.err();
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }
}
