package dev.gen2lift.guest.initramfs;

import java.io.IOException;
import java.io.InputStream;

/** Is shown what an initramfs holds, in the order of its archives. */
@FunctionalInterface
public interface InitramfsVisitor {

    /**
     * @param content of the entry, from its beginning to its end; need not be read
     * @return whether the visitor wants to see more
     */
    boolean visit(CpioEntry entry, InputStream content) throws IOException;
}
