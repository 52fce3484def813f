package dev.gen2lift.disk;

/**
 * A differencing image is sound but its parent is nowhere that may be looked. What the image says of itself can still be
 * told: {@link DiskImages#describe}.
 */
public final class MissingParentException extends BadImageException {

    private static final long serialVersionUID = 1L;

    /** As {@link BadImageException}, of kind UNSUPPORTED. */
    public MissingParentException(String file, String structure, long offset, String reason, String hint) {
        super(Kind.UNSUPPORTED, file, structure, offset, reason, hint);
    }
}
