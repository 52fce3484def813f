package dev.gen2lift.guest.linux;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The menu that a GRUB script makes.
 *
 * @param chosen the value of its variable "default"
 */
record GrubMenu(List<Item> items, String chosen) {

    /** Submenus within submenus. */
    private static final int MAX_DEPTH = 8;

    private static final Pattern STEP = Pattern.compile("(?<!>)>(?!>)");

    GrubMenu {
        items = List.copyOf(items);
    }

    /**
     * A line of the menu.
     *
     * @param entry what it starts; empty for a submenu
     */
    record Item(String title, String id, Optional<BootEntry> entry, List<Item> children) {}

    /** The entry that is started when nobody chooses: the one that "default" names, else the first (grub_menu_run). */
    Optional<BootEntry> defaultEntry() {
        List<Item> menu = items;
        Optional<Item> found = Optional.empty();
        String[] steps = STEP.split(chosen, MAX_DEPTH);
        for (String step : steps) {
            found = find(menu, step.replace(">>", ">"));
            if (found.isEmpty()) {
                break;
            }
            menu = found.get().children();
        }
        Optional<Item> first = items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
        return startOf(found.or(() -> first));
    }

    private static Optional<Item> find(List<Item> menu, String name) {
        if (name.matches("\\d{1,6}")) {
            int index = Integer.parseInt(name);
            return index < menu.size() ? Optional.of(menu.get(index)) : Optional.empty();
        }
        return menu.stream()
                .filter(item -> item.id().equals(name) || item.title().equals(name))
                .findFirst();
    }

    private static Optional<BootEntry> startOf(Optional<Item> item) {
        Optional<Item> at = item;
        for (int depth = 0; depth < MAX_DEPTH && at.isPresent(); depth++) {
            if (at.get().entry().isPresent()) {
                return at.get().entry();
            }
            List<Item> children = at.get().children();
            at = children.isEmpty() ? Optional.empty() : Optional.of(children.get(0));
        }
        return Optional.empty();
    }
}
