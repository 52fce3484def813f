package dev.gen2lift.volume.lvm;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.volume.lvm.ConfigParser.SyntaxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the logical volumes of all groups whose physical volumes are given. Of a group's descriptions, of which each
 * physical volume may hold two, the newest that is whole counts.
 */
public final class LogicalVolumes {

    /** A label names one or two. */
    private static final int MAX_AREAS = 8;

    private final Map<String, PhysicalVolume> members = new LinkedHashMap<>();
    private final Map<String, VolumeGroup> groups = new LinkedHashMap<>();
    private final List<BadImageException> problems = new ArrayList<>();

    private LogicalVolumes() {}

    /**
     * What was found.
     *
     * @param problems labels and descriptions that are damaged, each with the name of its physical volume
     */
    public record Found(List<LogicalVolume> volumes, List<BadImageException> problems) {

        public Found {
            volumes = List.copyOf(volumes);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Finds the volumes of the groups that have a member in {@code volumes}.
     *
     * @param volumes what may be physical volumes, mostly of one disk
     * @param others what may be further members of the same groups, mostly on the machine's other disks
     * @throws IOException where the storage below failed; never for what the volumes hold
     */
    public static Found find(List<? extends ByteSource> volumes, List<? extends ByteSource> others) throws IOException {
        LogicalVolumes search = new LogicalVolumes();
        for (ByteSource volume : volumes) {
            search.add(volume);
        }
        Set<String> own = Set.copyOf(search.members.keySet());
        for (ByteSource other : others) {
            search.add(other);
        }
        List<LogicalVolume> found = new ArrayList<>();
        for (VolumeGroup group : search.groups.values()) {
            if (group.members().values().stream().noneMatch(member -> own.contains(member.id()))) {
                continue;
            }
            for (VolumeGroup.Volume volume : group.volumes()) {
                if (volume.visible()) {
                    found.add(search.map(group, volume));
                }
            }
        }
        return new Found(found, search.problems);
    }

    private void add(ByteSource volume) throws IOException {
        try {
            Optional<PhysicalVolume> member = PhysicalVolume.read(volume);
            if (member.isEmpty()) {
                return;
            }
            if (members.putIfAbsent(member.get().id(), member.get()) != null) {
                problems.add(new BadImageException(
                        BadImageException.Kind.CORRUPT,
                        volume.name(),
                        "LVM2 label",
                        0,
                        "another volume has the same identifier, this one is passed over"));
                return;
            }
            for (PhysicalVolume.Area area :
                    member.get().metadataAreas().stream().limit(MAX_AREAS).toList()) {
                describe(volume, area);
            }
        } catch (BadImageException e) {
            problems.add(e);
        }
    }

    private void describe(ByteSource volume, PhysicalVolume.Area area) throws IOException {
        try {
            Optional<String> text = MetadataArea.read(volume, area);
            if (text.isPresent()) {
                VolumeGroup group = VolumeGroup.parse(text.get());
                groups.merge(group.id(), group, (one, other) -> other.sequence() > one.sequence() ? other : one);
            }
        } catch (BadImageException e) {
            problems.add(e);
        } catch (SyntaxException e) {
            problems.add(new BadImageException(
                    BadImageException.Kind.CORRUPT,
                    volume.name(),
                    "LVM2 description",
                    area.offset() + e.position(),
                    e.reason()));
        }
    }

    private LogicalVolume map(VolumeGroup group, VolumeGroup.Volume volume) {
        String name = group.name() + "/" + volume.name();
        long extents =
                volume.segments().stream().mapToLong(VolumeGroup.Segment::count).sum();
        try {
            Map<Long, MappedVolume.Run> runs = new LinkedHashMap<>();
            long next = 0;
            for (VolumeGroup.Segment segment : volume.segments()) {
                if (segment.first() != next) {
                    throw new UnreadableException("its segments leave gaps or overlap");
                }
                runs.put(next * group.extentSize(), run(group, segment));
                next += segment.count();
            }
            return LogicalVolume.readable(name, new MappedVolume(name, runs));
        } catch (UnreadableException e) {
            return LogicalVolume.unreadable(name, extents * group.extentSize(), e.reason);
        }
    }

    private MappedVolume.Run run(VolumeGroup group, VolumeGroup.Segment segment) throws UnreadableException {
        if (!segment.type().equals("striped") && !segment.type().equals("linear")) {
            throw new UnreadableException("LVM type " + segment.type() + " is not read, only linear and striped");
        }
        int count = segment.stripes().size();
        if (count == 0 || segment.count() % count != 0) {
            throw new UnreadableException(segment.count() + " extents on " + count + " stripes");
        }
        List<MappedVolume.Place> places = new ArrayList<>();
        for (VolumeGroup.Stripe stripe : segment.stripes()) {
            places.add(place(group, stripe, segment.count() / count));
        }
        return new MappedVolume.Run(segment.count() * group.extentSize(), segment.stripeSize(), places);
    }

    private MappedVolume.Place place(VolumeGroup group, VolumeGroup.Stripe stripe, long extents)
            throws UnreadableException {
        VolumeGroup.Member member = group.members().get(stripe.member());
        if (member == null) {
            throw new UnreadableException("its group knows no physical volume " + stripe.member());
        }
        PhysicalVolume found = members.get(member.id());
        if (found == null) {
            throw new UnreadableException(
                    "physical volume " + member.id() + ", once " + member.device() + ", is not among the disks");
        }
        long begin = member.dataOffset() + stripe.first() * group.extentSize();
        if (begin + extents * group.extentSize() > found.content().size()) {
            throw new UnreadableException(
                    "it reaches beyond the end of " + found.content().name());
        }
        return new MappedVolume.Place(found.content(), begin);
    }

    /** A volume that is described, but cannot be read. */
    private static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;
        private final String reason;

        UnreadableException(String reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
