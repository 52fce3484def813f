package dev.gen2lift.transfer.wire;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * One Put Page.
 *
 * @param target the blob with its query, SAS included: a secret
 * @param headers what it needs beside host and length; may hold a token
 * @param data the pages, from position to limit; sent from a duplicate
 */
public record PageRequest(URI target, Map<String, String> headers, ByteBuffer data) {

    @Override
    public String toString() {
        return data.remaining() + " bytes to " + target.getPath();
    }
}
