/**
 * Judges virtual machines: facts read from their disks go through the catalogue of rules and come out as findings, a
 * readiness and the best Azure target. Nothing here opens a disk; rules are pure functions over {@link VmFacts}.
 */
@NullMarked
package dev.gen2lift.assess;

import org.jspecify.annotations.NullMarked;
