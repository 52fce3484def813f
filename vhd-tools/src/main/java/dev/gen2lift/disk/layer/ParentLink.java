package dev.gen2lift.disk.layer;

import dev.gen2lift.disk.ImageWarning;
import java.util.List;
import java.util.Optional;

/** What a differencing image says of its parent. */
public interface ParentLink {

    /** The structure that says it, as messages name it. */
    String structure();

    /** Where in the child that structure lies, in bytes. */
    long offset();

    /** Paths relative to the child's folder, as they are stored: usually with backslashes. */
    List<String> relativePaths();

    /** Absolute paths and mere file names, as they are stored. */
    List<String> otherPaths();

    /** Why {@code candidate} is not the parent, as a clause that follows its path; empty where it is. */
    Optional<String> mismatch(ImageLayer candidate);

    /** What is odd about the right parent, but no proof that it is not as it was. */
    List<ImageWarning> doubts(ImageLayer parent);
}
