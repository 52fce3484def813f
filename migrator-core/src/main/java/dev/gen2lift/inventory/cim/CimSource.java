package dev.gen2lift.inventory.cim;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where instances of management classes come from. */
@FunctionalInterface
public interface CimSource {

    /**
     * All instances of a class.
     *
     * @param namespace such as {@code root\virtualization\v2}
     * @return empty where the host has no such namespace or class
     * @throws IOException where the host cannot be reached, refuses, or answers with something else
     */
    Optional<List<CimRow>> instances(String namespace, String className) throws IOException, InterruptedException;
}
