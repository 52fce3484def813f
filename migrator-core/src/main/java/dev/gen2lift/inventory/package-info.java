/**
 * Virtual machines as Hyper-V describes them: plain values, whatever they were read from. What a source does not tell is
 * an {@link dev.gen2lift.guest.Unknown} with the reason, never a default. Every text in here comes from outside: escape
 * it. The readers are in the packages below; rules see only this one.
 */
@NullMarked
package dev.gen2lift.inventory;

import org.jspecify.annotations.NullMarked;
