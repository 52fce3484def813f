package dev.gen2lift.cli;

import dev.gen2lift.rehearsal.RehearsalCloud;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment that makes other clients, gen2lift among them, talk to a rehearsal cloud. */
final class RehearsalEnvironment {

    private RehearsalEnvironment() {}

    /** Writes a file for {@code . FILE} in a shell; it holds secrets and is its owner's alone. */
    static Path write(Path file, RehearsalCloud cloud, String subnet) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AZURE_RESOURCE_MANAGER_ENDPOINT", cloud.armEndpoint().toString());
        variables.put("AZURE_AUTHORITY_HOST", cloud.authorityHost().toString());
        variables.put("AZURE_TENANT_ID", cloud.tenantId());
        variables.put("AZURE_SUBSCRIPTION_ID", cloud.subscriptionId());
        variables.put("AZURE_CLIENT_ID", cloud.clientId());
        variables.put("AZURE_CLIENT_SECRET", cloud.clientSecret());
        variables.put("AZURE_EXTRA_CA_CERTS", cloud.certificate().toString());
        variables.put("REHEARSAL_SUBNET", subnet);
        variables.put("REHEARSAL_CONTAINER_URL", cloud.containerSas("disks").toString());
        StringBuilder text = new StringBuilder();
        variables.forEach((name, value) -> text.append("export ")
                .append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        Files.deleteIfExists(file);
        Files.createFile(file, ownerOnly());
        return Files.writeString(file, text);
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
