package dev.gen2lift.assess;

import java.util.stream.Stream;

/** One thing that Azure, or starting in Azure, asks of a machine. A pure function: sees facts only, never a disk. */
public interface Rule {

    RuleInfo info();

    /** What it has to say; empty where it does not apply to {@code target} or has nothing to object. */
    Stream<Finding> check(VmFacts facts, Target target);
}
