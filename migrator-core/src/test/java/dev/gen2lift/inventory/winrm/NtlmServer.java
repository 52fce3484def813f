package dev.gen2lift.inventory.winrm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.MD4Digest;

/** The host's part of NTLM version 2 (MS-NLMP): makes a challenge and checks the response to it against a password. */
final class NtlmServer {

    private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);
    private static final int FLAGS = 0xe28a8215;

    private final String user;
    private final String domain;
    private final String password;
    private final Random random = new Random(5);

    NtlmServer(String user, String domain, String password) {
        this.user = user;
        this.domain = domain;
        this.password = password;
    }

    byte[] challenge() {
        byte[] challenge = new byte[8];
        random.nextBytes(challenge);
        return challenge;
    }

    /** A CHALLENGE_MESSAGE in the response token of a NegTokenResp (RFC 4178 4.2.2). */
    byte[] wrap(byte[] challenge) {
        byte[] name = "HOST".getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer pairs = ByteBuffer.allocate(4 + name.length + 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
        pairs.putShort((short) 2).putShort((short) name.length).put(name);
        pairs.putShort((short) 7)
                .putShort((short) 8)
                .putLong(133_000_000_000_000_000L)
                .putInt(0);
        ByteBuffer message =
                ByteBuffer.allocate(56 + name.length + pairs.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        message.put(SIGNATURE).putInt(2);
        message.putShort((short) name.length).putShort((short) name.length).putInt(56);
        message.putInt(FLAGS).put(challenge).putLong(0);
        message.putShort((short) pairs.capacity())
                .putShort((short) pairs.capacity())
                .putInt(56 + name.length);
        message.putLong(0x0f00000023f0000aL).put(name).put(pairs.array());
        byte[] state = {(byte) 0xa0, 3, 10, 1, 1};
        byte[] token = tagged(0xa2, tagged(4, message.array()));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(state);
        both.writeBytes(token);
        return tagged(0xa1, tagged(0x30, both.toByteArray()));
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** Whether the token holds the response of who knows the password. */
    boolean accepts(byte[] token, byte[] challenge) {
        int at = indexOf(token, SIGNATURE);
        if (at < 0) {
            return false;
        }
        ByteBuffer message =
                ByteBuffer.wrap(token, at, token.length - at).slice().order(ByteOrder.LITTLE_ENDIAN);
        if (message.getInt(8) != 3) {
            return false;
        }
        byte[] response = field(message, 20);
        String name = new String(field(message, 36), StandardCharsets.UTF_16LE);
        String inDomain = new String(field(message, 28), StandardCharsets.UTF_16LE);
        if (!name.equalsIgnoreCase(user) || !inDomain.equalsIgnoreCase(domain) || response.length < 24) {
            return false;
        }
        try {
            MD4Digest md4 = new MD4Digest();
            byte[] clear = password.getBytes(StandardCharsets.UTF_16LE);
            md4.update(clear, 0, clear.length);
            byte[] hash = new byte[16];
            md4.doFinal(hash, 0);
            byte[] key = hmac(
                    hash, (name.toUpperCase(Locale.ROOT) + inDomain).getBytes(StandardCharsets.UTF_16LE), new byte[0]);
            byte[] proof = hmac(key, challenge, Arrays.copyOfRange(response, 16, response.length));
            return Arrays.equals(proof, Arrays.copyOf(response, 16));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] first, byte[] second) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(key, "HmacMD5"));
        mac.update(first);
        return mac.doFinal(second);
    }

    private static byte[] field(ByteBuffer message, int at) {
        byte[] field = new byte[message.getShort(at)];
        message.get(message.getInt(at + 4), field);
        return field;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}
