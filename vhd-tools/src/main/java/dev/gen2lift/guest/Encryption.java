package dev.gen2lift.guest;

import java.util.List;

/**
 * How a volume is encrypted whose files therefore cannot be read.
 *
 * @param suspended whether its key lies beside it in the clear, so that any machine can start from it
 * @param method "xts-aes-128", "aes-256-cbc", ...; "unknown 8006" where the number means nothing to us
 * @param protectors what can unlock it: "tpm", "recovery-password", ..., in the volume's order
 */
public record Encryption(boolean suspended, String method, List<String> protectors) {

    public Encryption {
        protectors = List.copyOf(protectors);
    }
}
