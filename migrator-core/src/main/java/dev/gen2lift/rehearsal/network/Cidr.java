package dev.gen2lift.rehearsal.network;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of IPv4 addresses, {@code 10.0.0.0/16}. */
record Cidr(long first, int prefix) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})/(\\d{1,2})");

    static Optional<Cidr> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(form.group(2));
        Optional<Long> address = address(form.group(1));
        if (prefix > 32 || address.isEmpty()) {
            return Optional.empty();
        }
        Cidr cidr = new Cidr(address.get(), prefix);
        return cidr.first() % cidr.size() == 0 ? Optional.of(cidr) : Optional.empty();
    }

    static Optional<Long> address(String text) {
        String[] parts = text.split("\\.", -1);
        long value = 0;
        if (parts.length != 4) {
            return Optional.empty();
        }
        for (String part : parts) {
            if (!part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            value = value << 8 | Integer.parseInt(part);
        }
        return Optional.of(value);
    }

    static String text(long address) {
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    long size() {
        return 1L << 32 - prefix;
    }

    long last() {
        return first + size() - 1;
    }

    boolean contains(Cidr other) {
        return first <= other.first && other.last() <= last();
    }

    boolean overlaps(Cidr other) {
        return first <= other.last() && other.first <= last();
    }

    boolean contains(long address) {
        return address >= first && address <= last();
    }
}
