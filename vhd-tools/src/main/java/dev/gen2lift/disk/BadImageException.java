package dev.gen2lift.disk;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * The input is not what its format demands. Always the fault of the image, never of this machine: an operating-system
 * error stays a plain {@link IOException}.
 */
public sealed class BadImageException extends IOException permits MissingParentException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the image, in the words a script can branch on. */
    public enum Kind {
        /** A checksum, signature, range or cross-reference contradicts the format. */
        CORRUPT,
        /** The file ends before something it promises. */
        TRUNCATED,
        /** Well-formed as far as seen, but of a kind that cannot be read. */
        UNSUPPORTED,
        /** A count or size beyond the named limit that bounds memory and time. */
        LIMIT
    }

    private final Kind kind;
    private final String file;
    private final String structure;
    private final long offset;
    private final String reason;
    private final String hint;

    /**
     * @param file the image, as the user named it
     * @param structure the on-disk structure, in the specification's words ("VHDX region table 1")
     * @param offset byte offset of the structure or field within {@code file}, or within the virtual disk where the
     *     structure lies on one; at least 0
     * @param reason a short clause without a full stop
     */
    public BadImageException(Kind kind, String file, String structure, long offset, String reason) {
        this(kind, file, structure, offset, reason, "");
    }

    /**
     * As above, where something can be done about it.
     *
     * @param hint what to do, as a clause without a full stop, options named as on the command line; empty for none
     */
    public BadImageException(Kind kind, String file, String structure, long offset, String reason, String hint) {
        super(reason + " (" + file + ", " + structure + ", at byte " + offset + ")");
        this.kind = Objects.requireNonNull(kind);
        this.file = Objects.requireNonNull(file);
        this.structure = Objects.requireNonNull(structure);
        this.offset = offset;
        this.reason = Objects.requireNonNull(reason);
        this.hint = Objects.requireNonNull(hint);
    }

    /**
     * For whoever reads at a position: refuses what does not lie within the bytes that there are.
     *
     * @param file as for the constructor
     * @param structure what is read: "NTFS file", "partition"
     * @param size bytes that there are
     * @throws BadImageException TRUNCATED where {@code length} bytes at {@code offset} are not all among them
     */
    public static void requireWithin(String file, String structure, long size, long offset, int length)
            throws BadImageException {
        if (offset < 0 || offset > size - length) {
            throw new BadImageException(
                    Kind.TRUNCATED,
                    file,
                    structure,
                    Math.max(0, offset),
                    "needs " + length + " bytes but there are only " + size);
        }
    }

    public Kind kind() {
        return kind;
    }

    public String file() {
        return file;
    }

    public String structure() {
        return structure;
    }

    public long offset() {
        return offset;
    }

    public String reason() {
        return reason;
    }

    /** What to do about it, where something can be done. */
    public Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }
}
