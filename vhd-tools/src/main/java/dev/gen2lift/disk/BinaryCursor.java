package dev.gen2lift.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The one way that fields of on-disk structures are read: unsigned, of a stated byte order, and never beyond the
 * structure's end. Knows the file, the structure's name and its offset, so that each failure says where it happened.
 */
public final class BinaryCursor {

    private final String file;
    private final String structure;
    private final long base;
    private final ByteBuffer buffer;

    private BinaryCursor(String file, String structure, long base, ByteBuffer buffer) {
        this.file = file;
        this.structure = structure;
        this.base = base;
        this.buffer = buffer;
    }

    /**
     * Reads {@code length} bytes of {@code source} and stands at their beginning.
     *
     * @param length bytes, already checked by the caller against a named limit
     * @throws BadImageException TRUNCATED where the source ends before
     */
    public static BinaryCursor read(ByteSource source, String structure, long offset, int length, ByteOrder order)
            throws IOException {
        BadImageException.requireWithin(source.name(), structure, source.size(), offset, length);
        ByteBuffer buffer = ByteBuffer.allocate(length).order(order);
        source.read(offset, buffer);
        return new BinaryCursor(source.name(), structure, offset, buffer.flip());
    }

    /** A cursor over bytes that are in memory already; {@code base} is where they lie in {@code file}. */
    public static BinaryCursor of(String file, String structure, long base, byte[] bytes, ByteOrder order) {
        return new BinaryCursor(file, structure, base, ByteBuffer.wrap(bytes).order(order));
    }

    /** A part of this cursor's bytes as a structure of its own. */
    public BinaryCursor slice(String name, int at, int length) throws BadImageException {
        need(at, length);
        return new BinaryCursor(file, name, base + at, buffer.slice(at, length).order(buffer.order()));
    }

    public int length() {
        return buffer.limit();
    }

    public int position() {
        return buffer.position();
    }

    public BinaryCursor at(int position) throws BadImageException {
        need(position, 0);
        buffer.position(position);
        return this;
    }

    public BinaryCursor skip(int bytes) throws BadImageException {
        need(buffer.position(), bytes);
        buffer.position(buffer.position() + bytes);
        return this;
    }

    public int u8() throws BadImageException {
        need(buffer.position(), 1);
        return Byte.toUnsignedInt(buffer.get());
    }

    public int u16() throws BadImageException {
        need(buffer.position(), 2);
        return Short.toUnsignedInt(buffer.getShort());
    }

    public long u32() throws BadImageException {
        need(buffer.position(), 4);
        return Integer.toUnsignedLong(buffer.getInt());
    }

    /** 64 bits as they are; compare with {@link Long#compareUnsigned} or use {@link #size64}. */
    public long u64() throws BadImageException {
        need(buffer.position(), 8);
        return buffer.getLong();
    }

    /** An unsigned 64-bit size or offset; one of 2^63 or more is refused, no file is that long. */
    public long size64() throws BadImageException {
        int at = buffer.position();
        long value = u64();
        if (value < 0) {
            throw corrupt(at, "value " + Long.toUnsignedString(value) + " is beyond any file");
        }
        return value;
    }

    public byte[] bytes(int count) throws BadImageException {
        need(buffer.position(), count);
        byte[] out = new byte[count];
        buffer.get(out);
        return out;
    }

    /** A GUID in Microsoft's mixed order: the first three fields little endian, the rest as bytes (MS-DTYP 2.3.4.2). */
    public UUID guid() throws BadImageException {
        ByteBuffer raw = ByteBuffer.wrap(bytes(16)).order(ByteOrder.LITTLE_ENDIAN);
        long first = Integer.toUnsignedLong(raw.getInt());
        long second = Short.toUnsignedLong(raw.getShort());
        long third = Short.toUnsignedLong(raw.getShort());
        long low = raw.order(ByteOrder.BIG_ENDIAN).getLong();
        return new UUID(first << 32 | second << 16 | third, low);
    }

    /** A UUID whose 16 bytes are in the order that it is written in (RFC 9562), as VHD stores them. */
    public UUID uuid() throws BadImageException {
        ByteBuffer raw = ByteBuffer.wrap(bytes(16));
        return new UUID(raw.getLong(), raw.getLong());
    }

    /** {@code count} bytes as ASCII, trailing NULs and spaces removed. */
    public String ascii(int count) throws BadImageException {
        return new String(bytes(count), StandardCharsets.US_ASCII).replaceAll("[\\x00 ]+$", "");
    }

    /** {@code bytes} bytes of UTF-16LE up to the first NUL. */
    public String utf16le(int bytes) throws BadImageException {
        return untilNul(new String(bytes(bytes), StandardCharsets.UTF_16LE));
    }

    /** {@code bytes} bytes of UTF-16BE up to the first NUL. */
    public String utf16be(int bytes) throws BadImageException {
        return untilNul(new String(bytes(bytes), StandardCharsets.UTF_16BE));
    }

    private static String untilNul(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Whether the bytes at {@code at} are {@code expected}; false where the structure ends before. */
    public boolean has(int at, byte[] expected) {
        if (at < 0 || at > length() - expected.length) {
            return false;
        }
        byte[] found = new byte[expected.length];
        buffer.get(at, found);
        return Arrays.equals(found, expected);
    }

    /** The underlying bytes, for checksums; a view from 0 to {@link #length()} in this cursor's byte order. */
    public ByteBuffer view() {
        return buffer.duplicate().order(buffer.order()).rewind();
    }

    /** The offset in the file of the byte at {@code at}. */
    public long offsetOf(int at) {
        return base + at;
    }

    public BadImageException corrupt(int at, String reason) {
        return failure(BadImageException.Kind.CORRUPT, at, reason);
    }

    public BadImageException truncated(int at, String reason) {
        return failure(BadImageException.Kind.TRUNCATED, at, reason);
    }

    public BadImageException unsupported(int at, String reason) {
        return failure(BadImageException.Kind.UNSUPPORTED, at, reason);
    }

    public BadImageException limit(int at, String reason) {
        return failure(BadImageException.Kind.LIMIT, at, reason);
    }

    private BadImageException failure(BadImageException.Kind kind, int at, String reason) {
        return new BadImageException(kind, file, structure, base + at, reason);
    }

    private void need(int at, int count) throws BadImageException {
        if (at < 0 || count < 0 || at > length() - count) {
            throw failure(
                    BadImageException.Kind.CORRUPT,
                    Math.max(0, at),
                    "field of " + count + " bytes at " + at + " leaves the structure of " + length() + " bytes");
        }
    }
}
