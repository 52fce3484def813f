package dev.gen2lift.rehearsal.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Issues bearer tokens and recognises its own: {@code rehearsal.<expiry>.<HMAC>}, valid across a restart. */
public final class Tokens {

    /** As long as Microsoft Entra ID's by default, rounded. */
    static final Duration LIFE = Duration.ofHours(1);

    private static final String PREFIX = "rehearsal.";

    private final byte[] key;
    private final InstantSource clock;

    /** Whether a token may be used. */
    public enum Verdict {
        VALID,
        EXPIRED,
        FORGED
    }

    public Tokens(byte[] key, InstantSource clock) {
        this.key = key.clone();
        this.clock = clock;
    }

    String issue() {
        String claim = PREFIX + clock.instant().plus(LIFE).getEpochSecond();
        return claim + "." + sign(claim);
    }

    /** Judges the token of an {@code Authorization: Bearer} header. */
    public Verdict judge(String token) {
        int dot = token.lastIndexOf('.');
        if (!token.startsWith(PREFIX) || dot <= PREFIX.length()) {
            return Verdict.FORGED;
        }
        String claim = token.substring(0, dot);
        byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(given, sign(claim).getBytes(StandardCharsets.US_ASCII))) {
            return Verdict.FORGED;
        }
        Instant expiry = Instant.ofEpochSecond(Long.parseLong(claim.substring(PREFIX.length())));
        return clock.instant().isBefore(expiry) ? Verdict.VALID : Verdict.EXPIRED;
    }

    private String sign(String claim) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] signature = mac.doFinal(claim.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
