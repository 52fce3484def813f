package dev.gen2lift.disk.archive;

import dev.gen2lift.disk.BadImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * Finds the image in a tar archive: walks the headers and leaps over what lies between (POSIX.1-2017 pax, "ustar
 * Interchange Format" and "pax Extended Header"; GNU's long names).
 */
final class TarImages {

    private static final int BLOCK = 512;

    /** Bytes of a long name or an extended header. */
    private static final int MAX_EXTENSION = 1 << 20;

    /** An archive around an image holds a few files. */
    private static final int MAX_HEADERS = 100_000;

    private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding("UTF-8");

    private final String archive;
    private final ArchivedImage.Reader reader;
    private final Candidates<Entry> candidates;
    private final Hint hint;
    private String longName = "";
    private long longSize = -1;
    private boolean sparse;

    private TarImages(String archive, ArchivedImage.Reader reader, Optional<String> wanted, Hint hint) {
        this.archive = archive;
        this.reader = reader;
        this.candidates = new Candidates<>(archive, wanted);
        this.hint = hint;
    }

    /** Where a file lies in the archive. */
    record Entry(String name, long offset, long size, boolean sparse) {}

    /** Told of the likely image before what lies in it is passed. */
    @FunctionalInterface
    interface Hint {
        void keepEndsOf(long offset, long size);
    }

    /** @param reader of the archive, unpacked; fills as much as there is */
    static Entry find(String archive, ArchivedImage.Reader reader, Optional<String> wanted, Hint hint)
            throws IOException {
        return new TarImages(archive, reader, wanted, hint).walk();
    }

    private Entry walk() throws IOException {
        long at = 0;
        for (int headers = 0; headers < MAX_HEADERS; headers++) {
            byte[] header = new byte[BLOCK];
            ByteBuffer buffer = ByteBuffer.wrap(header);
            reader.read(at, buffer);
            if (buffer.position() == 0 || !buffer.hasRemaining() && isZero(header)) {
                Entry chosen = candidates.choose();
                if (chosen.sparse()) {
                    throw new BadImageException(
                            BadImageException.Kind.UNSUPPORTED,
                            archive,
                            "tar header",
                            chosen.offset(),
                            chosen.name() + " is stored sparsely",
                            "unpack it first");
                }
                return chosen;
            }
            if (buffer.hasRemaining()) {
                throw bad(BadImageException.Kind.TRUNCATED, at, "ends within a header");
            }
            at = Math.addExact(at + BLOCK, pass(header, at));
        }
        throw bad(BadImageException.Kind.LIMIT, at, "more than " + MAX_HEADERS + " headers");
    }

    /** Takes in one header; returns how much lies between it and the next. */
    private long pass(byte[] header, long at) throws IOException {
        long size;
        String name;
        try {
            if (!TarUtils.verifyCheckSum(header)) {
                throw bad(BadImageException.Kind.CORRUPT, at, "checksum of the header is wrong");
            }
            size = TarUtils.parseOctalOrBinary(header, 124, 12);
            name = TarUtils.parseName(header, 0, 100, UTF_8);
            String prefix = header[262] == 0 ? TarUtils.parseName(header, 345, 155, UTF_8) : "";
            name = prefix.isEmpty() ? name : prefix + "/" + name;
        } catch (IllegalArgumentException e) {
            throw bad(BadImageException.Kind.CORRUPT, at, "malformed header");
        }
        byte type = header[156];
        boolean ownSize = isFile(type) && longSize >= 0;
        long stored = ownSize ? longSize : size;
        if (stored < 0 || stored > UnpackedPages.MAX_LENGTH) {
            throw bad(BadImageException.Kind.CORRUPT, at, "an entry of " + stored + " bytes");
        }
        switch (type) {
            case TarConstants.LF_GNUTYPE_LONGNAME ->
                longName = text(extension(at, size)).replaceAll("\0.*", "");
            case TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_PAX_EXTENDED_HEADER_UC ->
                pax(extension(at, size), at);
            case TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER, TarConstants.LF_GNUTYPE_LONGLINK -> {}
            default -> file(type, longName.isEmpty() ? name : longName, at, stored);
        }
        return (stored + BLOCK - 1) / BLOCK * BLOCK;
    }

    private void file(byte type, String name, long at, long size) {
        if (isFile(type) && !name.endsWith("/")) {
            boolean holed = sparse || type == TarConstants.LF_GNUTYPE_SPARSE;
            if (candidates.add(name, new Entry(name, at + BLOCK, size, holed))) {
                hint.keepEndsOf(at + BLOCK, size);
            }
        }
        longName = "";
        longSize = -1;
        sparse = false;
    }

    private static boolean isFile(byte type) {
        return type == TarConstants.LF_NORMAL
                || type == TarConstants.LF_OLDNORM
                || type == TarConstants.LF_CONTIG
                || type == TarConstants.LF_GNUTYPE_SPARSE;
    }

    private byte[] extension(long at, long size) throws IOException {
        if (size > MAX_EXTENSION) {
            throw bad(BadImageException.Kind.LIMIT, at, "an extended header of " + size + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        reader.read(at + BLOCK, bytes);
        if (bytes.hasRemaining()) {
            throw bad(BadImageException.Kind.TRUNCATED, at, "ends within an extended header");
        }
        return bytes.array();
    }

    /** Records of the form {@code "%d %s=%s\n"}, the number being the record's length. */
    private void pax(byte[] records, long at) throws BadImageException {
        int start = 0;
        while (start < records.length && records[start] != 0) {
            int space = start;
            while (space < records.length && space - start < 8 && records[space] != ' ') {
                space++;
            }
            int length;
            try {
                length = Integer.parseInt(new String(records, start, space - start, StandardCharsets.US_ASCII));
            } catch (NumberFormatException e) {
                throw bad(BadImageException.Kind.CORRUPT, at, "malformed extended header");
            }
            if (length <= space - start + 1 || length > records.length - start) {
                throw bad(BadImageException.Kind.CORRUPT, at, "malformed extended header");
            }
            String record = new String(records, space + 1, start + length - space - 2, StandardCharsets.UTF_8);
            record(record, at);
            start += length;
        }
    }

    private void record(String record, long at) throws BadImageException {
        if (record.startsWith("path=")) {
            longName = record.substring("path=".length());
        } else if (record.startsWith("size=")) {
            try {
                longSize = Long.parseLong(record.substring("size=".length()));
            } catch (NumberFormatException e) {
                throw bad(BadImageException.Kind.CORRUPT, at, "malformed size in an extended header");
            }
        } else if (record.startsWith("GNU.sparse.name=")) {
            longName = record.substring("GNU.sparse.name=".length());
            sparse = true;
        } else if (record.startsWith("GNU.sparse.")) {
            sparse = true;
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean isZero(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private BadImageException bad(BadImageException.Kind kind, long at, String reason) {
        return new BadImageException(kind, archive, "tar header", at, reason);
    }
}
