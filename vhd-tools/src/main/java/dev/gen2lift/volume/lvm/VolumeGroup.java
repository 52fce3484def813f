package dev.gen2lift.volume.lvm;

import dev.gen2lift.volume.lvm.ConfigParser.SyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The description of a volume group: its members, and how logical volumes lie on them (vgcfgbackup(8), and LVM2's
 * lib/format_text/import_vsn1.c).
 *
 * @param sequence grows with each change; the highest of several copies counts
 * @param extentSize bytes
 * @param members by the name that segments use
 */
record VolumeGroup(
        String name, String id, long sequence, long extentSize, Map<String, Member> members, List<Volume> volumes) {

    /**
     * A physical volume of the group.
     *
     * @param id as in {@link PhysicalVolume#id}
     * @param device where it was when the description was written
     * @param dataOffset first byte of its first extent
     */
    record Member(String id, String device, long dataOffset) {}

    /** @param visible false for the parts of which others are made */
    record Volume(String name, boolean visible, List<Segment> segments) {}

    /**
     * A run of a volume's extents.
     *
     * @param first extent of the volume
     * @param count extents
     * @param stripeSize bytes; meaningless where there is one stripe
     * @param stripes none where the type is not one of areas on members
     */
    record Segment(long first, long count, String type, long stripeSize, List<Stripe> stripes) {}

    /** @param first extent of the member */
    record Stripe(String member, long first) {}

    private static final int SECTOR = 512;
    private static final int MAX_MEMBERS = 4096;
    private static final int MAX_VOLUMES = 4096;

    /** Extents of at most 4 GiB, so that no product of counts below overflows. */
    private static final long MAX_EXTENT_SECTORS = (4L << 30) / SECTOR;

    private static final long MAX_EXTENTS = 1L << 28;

    /** @throws SyntaxException where the text is none, or lacks what a group needs */
    static VolumeGroup parse(String text) throws SyntaxException {
        ConfigNode root = ConfigParser.parse(text);
        if (root.sections().size() != 1) {
            throw new SyntaxException(root.sections().size() + " volume groups in one description", 0);
        }
        Map.Entry<String, ConfigNode> group =
                root.sections().entrySet().iterator().next();
        ConfigNode node = group.getValue();
        long extentSize = need(node, "extent_size", 1, MAX_EXTENT_SECTORS) * SECTOR;
        return new VolumeGroup(
                group.getKey(),
                id(node),
                need(node, "seqno", 0, Long.MAX_VALUE),
                extentSize,
                members(node),
                volumes(node));
    }

    private static Map<String, Member> members(ConfigNode group) throws SyntaxException {
        Map<String, Member> members = new LinkedHashMap<>();
        for (Map.Entry<String, ConfigNode> member : sections(group, "physical_volumes", MAX_MEMBERS)) {
            ConfigNode node = member.getValue();
            members.put(
                    member.getKey(),
                    new Member(
                            id(node),
                            node.text("device").orElse("unknown device"),
                            need(node, "pe_start", 0, Long.MAX_VALUE / SECTOR / 2) * SECTOR));
        }
        return members;
    }

    private static List<Volume> volumes(ConfigNode group) throws SyntaxException {
        List<Volume> volumes = new ArrayList<>();
        for (Map.Entry<String, ConfigNode> volume : sections(group, "logical_volumes", MAX_VOLUMES)) {
            ConfigNode node = volume.getValue();
            List<Segment> segments = new ArrayList<>();
            long count = need(node, "segment_count", 1, node.sections().size());
            for (long i = 1; i <= count; i++) {
                String name = "segment" + i;
                segments.add(segment(node.section(name)
                        .orElseThrow(() -> new SyntaxException(volume.getKey() + " has no " + name, 0))));
            }
            long extents = segments.stream().mapToLong(Segment::count).sum();
            if (extents > MAX_EXTENTS) {
                throw new SyntaxException(volume.getKey() + " has " + extents + " extents", 0);
            }
            volumes.add(new Volume(volume.getKey(), node.list("status").contains("VISIBLE"), segments));
        }
        return volumes;
    }

    private static Segment segment(ConfigNode node) throws SyntaxException {
        List<Object> pairs = node.list("stripes");
        List<Stripe> stripes = new ArrayList<>();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            if (!(pairs.get(i) instanceof String member)
                    || !(pairs.get(i + 1) instanceof Long first)
                    || first < 0
                    || first > MAX_EXTENTS) {
                throw new SyntaxException("a segment's stripes are not pairs of a member and an extent", 0);
            }
            stripes.add(new Stripe(member, first));
        }
        return new Segment(
                need(node, "start_extent", 0, MAX_EXTENTS),
                need(node, "extent_count", 1, MAX_EXTENTS),
                node.text("type").orElse("no type"),
                stripes.size() > 1 ? need(node, "stripe_size", 1, MAX_EXTENT_SECTORS) * SECTOR : 0,
                stripes);
    }

    private static List<Map.Entry<String, ConfigNode>> sections(ConfigNode group, String name, int most)
            throws SyntaxException {
        List<Map.Entry<String, ConfigNode>> sections = group.section(name)
                .map(node -> List.copyOf(node.sections().entrySet()))
                .orElse(List.of());
        if (sections.size() > most) {
            throw new SyntaxException(name + " has " + sections.size() + " sections, more than " + most, 0);
        }
        return sections;
    }

    private static String id(ConfigNode node) throws SyntaxException {
        return node.text("id")
                .map(id -> id.replace("-", ""))
                .orElseThrow(() -> new SyntaxException("a section has no id", 0));
    }

    private static long need(ConfigNode node, String name, long least, long most) throws SyntaxException {
        return node.number(name)
                .filter(number -> number >= least && number <= most)
                .orElseThrow(() -> new SyntaxException(
                        name + " is " + node.values().getOrDefault(name, "missing") + ", not between " + least + " and "
                                + most,
                        0));
    }
}
