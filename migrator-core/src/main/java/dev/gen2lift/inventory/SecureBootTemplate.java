package dev.gen2lift.inventory;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Which keys a Generation 2 machine's firmware trusts (Get-VMFirmware, SecureBootTemplateId). */
public enum SecureBootTemplate {
    MICROSOFT_WINDOWS("1734c6e8-3154-4dda-ba5f-a874cc483422"),
    MICROSOFT_UEFI_CERTIFICATE_AUTHORITY("272e7447-90a4-4563-a4b9-8e4ab00526ce"),
    OPEN_SOURCE_SHIELDED_VM("4292ae2b-ee2c-42b5-a969-dd8f8689f6f3"),
    /** A template that is none of Hyper-V's own. */
    OTHER("");

    private final String id;

    SecureBootTemplate(String id) {
        this.id = id;
    }

    public static SecureBootTemplate of(UUID id) {
        return Arrays.stream(values())
                .filter(template -> template.id.equals(id.toString()))
                .findFirst()
                .orElse(OTHER);
    }

    /** The template's identifier; empty for {@link #OTHER}. */
    public Optional<UUID> id() {
        return id.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(id));
    }
}
