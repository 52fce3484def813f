package dev.gen2lift.inventory.cim;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the machines of a host have in common.
 *
 * @param classes that the host knows; others are of a later version of Hyper-V
 * @param switches names by identifiers
 * @param bootSources by their identifiers
 * @param guestNetworks what guests tell of their adapters, by {@code machine\adapter}
 * @param guestData what guests tell of themselves, by machine
 * @param clusterRoles machines by their names; empty where the host is in no cluster
 */
record CimHost(
        String name,
        Set<String> classes,
        Map<String, String> switches,
        Map<String, CimRow> bootSources,
        Map<String, CimRow> guestNetworks,
        Map<String, CimRow> guestData,
        Optional<Set<String>> clusterRoles) {}
