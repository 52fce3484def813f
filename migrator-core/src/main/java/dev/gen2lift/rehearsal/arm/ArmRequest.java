package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request about one resource, authenticated and addressed.
 *
 * @param id the resource, its group spelled as the group is
 * @param body the JSON document sent; empty where none was
 * @param origin {@code https://host:port} as the client called
 * @param expand the query parameter {@code $expand}, or empty
 */
public record ArmRequest(
        String method, ResourceId id, ObjectNode body, String origin, String apiVersion, String expand) {}
