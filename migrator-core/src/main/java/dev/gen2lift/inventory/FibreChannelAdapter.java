package dev.gen2lift.inventory;

import java.util.List;

/**
 * A virtual Fibre Channel adapter.
 *
 * @param worldWidePortNames 16 hexadecimal digits each
 */
public record FibreChannelAdapter(String name, List<String> worldWidePortNames) {

    public FibreChannelAdapter {
        worldWidePortNames = List.copyOf(worldWidePortNames);
    }
}
