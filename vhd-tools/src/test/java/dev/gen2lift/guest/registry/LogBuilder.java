package dev.gen2lift.guest.registry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes transaction logs of both formats that lead from one state of a hive to another. */
public final class LogBuilder {

    private static final int PAGE = 4096;

    private final List<byte[]> entries = new ArrayList<>();
    private final int firstSequence;

    public LogBuilder(int firstSequence) {
        this.firstSequence = firstSequence;
    }

    /** Adds an entry of the new format. */
    public LogBuilder entry(byte[] before, byte[] after) {
        List<Integer> pages = changed(before, after);
        int size = 40 + pages.size() * (8 + PAGE) + 511 & ~511;
        ByteBuffer entry = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        entry.put("HvLE".getBytes(StandardCharsets.US_ASCII)).putInt(size).putInt(0);
        entry.putInt(firstSequence + entries.size()).putInt(after.length - PAGE).putInt(pages.size());
        entry.position(40);
        pages.forEach(page -> entry.putInt(page - PAGE).putInt(PAGE));
        pages.forEach(page -> entry.put(after, page, PAGE));
        entry.putLong(24, hash(entry, 40, size - 40));
        entry.putLong(32, hash(entry, 0, 32));
        entries.add(entry.array());
        return this;
    }

    static long hash(ByteBuffer bytes, int at, int length) {
        Marvin32 marvin = new Marvin32();
        marvin.update(bytes.slice(at, length));
        return marvin.finish();
    }

    private static List<Integer> changed(byte[] before, byte[] after) {
        List<Integer> pages = new ArrayList<>();
        for (int at = PAGE; at < after.length; at += PAGE) {
            if (at >= before.length || !Arrays.equals(before, at, at + PAGE, after, at, at + PAGE)) {
                pages.add(at);
            }
        }
        return pages;
    }

    /** The log file; {@code hive} is what its base block is a copy of. */
    public byte[] build(byte[] hive) {
        int size = 512 + entries.stream().mapToInt(entry -> entry.length).sum();
        ByteBuffer log = ByteBuffer.allocate(size + 1024).order(ByteOrder.LITTLE_ENDIAN);
        baseBlock(log, hive, firstSequence, 6);
        log.position(512);
        entries.forEach(log::put);
        return log.array();
    }

    /** A log of the old format. */
    static byte[] old(byte[] before, byte[] after, int type) {
        List<Integer> pages = changed(before, after);
        int bitmap = (after.length - PAGE) / PAGE;
        int begin = 512 + (4 + bitmap + 511 & ~511);
        ByteBuffer log = ByteBuffer.allocate(begin + pages.size() * PAGE).order(ByteOrder.LITTLE_ENDIAN);
        baseBlock(log, after, 9, type);
        log.position(512);
        log.put("DIRT".getBytes(StandardCharsets.US_ASCII));
        pages.forEach(page -> log.put(516 + page / PAGE - 1, (byte) 0xFF));
        log.position(begin);
        pages.forEach(page -> log.put(after, page, PAGE));
        return log.array();
    }

    private static void baseBlock(ByteBuffer log, byte[] hive, int sequence, int type) {
        log.put(0, hive, 0, 512);
        log.putInt(4, sequence).putInt(8, sequence).putInt(28, type);
        HiveBuilder.checksum(log);
    }

    /** The hive as it looks while its base block says that it is being written. */
    public static byte[] dirty(byte[] hive, int primary, int secondary) {
        ByteBuffer bytes = ByteBuffer.wrap(hive.clone()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(4, primary).putInt(8, secondary);
        HiveBuilder.checksum(bytes);
        return bytes.array();
    }
}
