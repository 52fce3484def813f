package dev.gen2lift.guest.windows;

import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import dev.gen2lift.guest.windows.ServiceState.Start;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All services and drivers, as much of each as tells where it comes from. */
final class ServiceScan {

    /** Services that are looked at; Windows with everything installed has under two thousand. */
    private static final int MAX_SERVICES = 8192;

    private ServiceScan() {}

    /**
     * One of them.
     *
     * @param image its program; empty where the registry names none
     * @param group the group that it is started with; empty where it has none
     */
    record Service(String name, Optional<Start> start, String image, String group) {

        boolean isDisabled() {
            return start.filter(Start.DISABLED::equals).isPresent();
        }
    }

    static List<Service> of(WindowsRegistry registry) throws IOException {
        List<Service> services = new ArrayList<>();
        Optional<RegistryKey> all = registry.key(ServiceFacts.KEY);
        if (all.isPresent()) {
            List<RegistryKey> keys = all.get().subkeys();
            for (RegistryKey key : keys.subList(0, Math.min(MAX_SERVICES, keys.size()))) {
                services.add(read(key));
            }
        }
        return services;
    }

    private static Service read(RegistryKey key) throws IOException {
        Optional<Start> start = Optional.empty();
        String image = "";
        String group = "";
        for (RegistryValue value : key.values()) {
            if (value.name().equalsIgnoreCase("Start") && value.type() == RegistryValue.DWORD) {
                start = Start.of(value.number());
            } else if (value.name().equalsIgnoreCase("ImagePath") && isText(value)) {
                image = value.text();
            } else if (value.name().equalsIgnoreCase("Group") && isText(value)) {
                group = value.text();
            }
        }
        return new Service(key.name(), start, image, group);
    }

    private static boolean isText(RegistryValue value) {
        return value.type() == RegistryValue.SZ || value.type() == RegistryValue.EXPAND_SZ;
    }
}
