package dev.gen2lift.disk.layer;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.MissingParentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens an image's parents, and theirs, up to the one that has none. */
public final class LayerChain {

    /** More would be no checkpoints any more but an attack. */
    static final int MAX_DEPTH = 256;

    private static final String NAME_A_FOLDER = "--parents DIR names a folder that holds the parent";
    private static final String CIRCULAR = " is the image itself or one of its children: the chain is circular";

    private final Opener opener;
    private final List<Path> parentFolders;
    private final List<ImageLayer> layers = new ArrayList<>();
    private final Map<Path, ImageLayer> byRealPath = new HashMap<>();
    private final List<ImageWarning> warnings = new ArrayList<>();

    private LayerChain(Opener opener, List<Path> parentFolders) {
        this.opener = opener;
        this.parentFolders = parentFolders;
    }

    /** Opens one image as a layer. */
    @FunctionalInterface
    public interface Opener {
        ImageLayer open(Path path) throws IOException;
    }

    /**
     * The disk that {@code top} and its parents make up.
     *
     * @param top closed with the disk, and where this fails
     * @param opener of parents
     * @param parentFolders where parents may be besides their child's folder
     * @throws BadImageException where a parent is missing, is not the one that its child was made from, or is one of its
     *     own children
     */
    public static LayeredDisk open(ImageLayer top, Opener opener, List<Path> parentFolders) throws IOException {
        LayerChain chain = new LayerChain(opener, parentFolders);
        chain.layers.add(top);
        try {
            chain.addParents();
            return new LayeredDisk(chain.layers, chain.warnings);
        } catch (IOException | RuntimeException e) {
            LayeredDisk.closeAll(chain.layers);
            throw e;
        }
    }

    private void addParents() throws IOException {
        ImageLayer child = layers.get(0);
        Optional<ParentLink> link = child.parent();
        while (link.isPresent()) {
            if (layers.size() == MAX_DEPTH) {
                throw bad(BadImageException.Kind.LIMIT, child, link.get(), "more than " + MAX_DEPTH + " parents");
            }
            byRealPath.put(child.info().path().toRealPath(), child);
            ImageLayer parent = findParent(child, link.get());
            layers.add(parent);
            warnings.addAll(link.get().doubts(parent));
            child = parent;
            link = child.parent();
        }
    }

    private ImageLayer findParent(ImageLayer child, ParentLink link) throws IOException {
        ParentSearch.Result search = ParentSearch.run(child.info().path(), link, parentFolders);
        List<String> rejected = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        for (Path candidate : search.found()) {
            ImageLayer inChain = byRealPath.get(candidate.toRealPath());
            if (inChain != null) {
                if (link.mismatch(inChain).isEmpty()) {
                    throw bad(BadImageException.Kind.CORRUPT, child, link, "its parent " + candidate + CIRCULAR);
                }
                rejected.add(candidate + CIRCULAR);
                continue;
            }
            try {
                ImageLayer opened = opener.open(candidate);
                Optional<String> mismatch = link.mismatch(opened);
                if (mismatch.isEmpty()) {
                    return opened;
                }
                opened.close();
                rejected.add(candidate + " " + mismatch.get());
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        String wanted = String.join(" or ", wanted(link));
        if (!rejected.isEmpty()) {
            throw bad(
                    BadImageException.Kind.CORRUPT,
                    child,
                    link,
                    "its parent " + wanted + " is not the one that it was made from: " + String.join("; ", rejected));
        }
        String missing = "its parent " + wanted + " was not found; looked for " + String.join(", ", search.looked());
        if (search.refused()) {
            throw new BadImageException(
                    BadImageException.Kind.UNSUPPORTED,
                    child.info().path().toString(),
                    link.structure(),
                    link.offset(),
                    missing,
                    NAME_A_FOLDER);
        }
        throw new MissingParentException(
                child.info().path().toString(), link.structure(), link.offset(), missing, NAME_A_FOLDER);
    }

    private static List<String> wanted(ParentLink link) {
        List<String> names = new ArrayList<>();
        for (List<String> paths : List.of(link.relativePaths(), link.otherPaths())) {
            for (String path : paths) {
                String name = '"' + ParentSearch.name(path) + '"';
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names.isEmpty() ? List.of("(without a name)") : names;
    }

    private static BadImageException bad(
            BadImageException.Kind kind, ImageLayer child, ParentLink link, String reason) {
        return new BadImageException(kind, child.info().path().toString(), link.structure(), link.offset(), reason);
    }
}
