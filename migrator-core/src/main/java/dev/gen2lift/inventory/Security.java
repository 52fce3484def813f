package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;

/**
 * What protects a machine from its host (Msvm_SecuritySettingData).
 *
 * @param vtpm whether it has a virtual TPM
 * @param shielded whether it is a shielded machine
 * @param encryptedState whether its saved state and migration traffic are encrypted
 */
public record Security(Fact<Boolean> vtpm, Fact<Boolean> shielded, Fact<Boolean> encryptedState) {

    public static Security unknown(String reason) {
        return new Security(Fact.unknown(reason), Fact.unknown(reason), Fact.unknown(reason));
    }
}
