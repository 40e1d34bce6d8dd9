package atlasprox.read.h5ad.hdf;

import atlasprox.BadDataException;
import atlasprox.Reason;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The groups and datasets of one open HDF5 file. Links are refused: one may name any other file of the machine. */
public final class HdfTree implements AutoCloseable {
    public static final String RE_SAVE = "read the file with a current anndata and save it again with write_h5ad";

    private final String shownAs;
    private final HdfFile hdf;

    private HdfTree(String shownAs, HdfFile hdf) {
        this.shownAs = shownAs;
        this.hdf = hdf;
    }

    /**
     * @param file a local file
     * @param shownAs its name in error messages
     * @throws BadDataException if there is no such file, it is not HDF5, or it is shorter than it says
     */
    public static HdfTree open(Path file, String shownAs) {
        if (!Files.isRegularFile(file)) {
            throw new BadDataException(shownAs + ": no such file; check the path, on every machine that reads it");
        }
        HdfTree tree = new HdfTree(shownAs, openHdf(file, shownAs));
        tree.checkComplete();
        return tree;
    }

    private static HdfFile openHdf(Path file, String shownAs) {
        try {
            return new HdfFile(file);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw new BadDataException(
                    shownAs + ": not a readable HDF5 file (" + Reason.ofRoot(e) + "); " + HdfFault.remedyToOpen(e),
                    exception(e));
        }
    }

    private void checkComplete() {
        long needed = hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
        long present = size();
        if (present < needed) {
            hdf.close();
            throw new BadDataException(shownAs + ": truncated, " + present + " of " + needed
                    + " bytes are present; copy or download the file again");
        }
    }

    public Group root() {
        return hdf;
    }

    /** Where the bytes of the file come from. */
    public HdfBackingStorage storage() {
        return hdf.getHdfBackingStorage();
    }

    /** The size of the file in bytes. */
    public long size() {
        return hdf.size();
    }

    /**
     * A member of a group, if it is there.
     *
     * @param path its name, or names separated by slashes, as HDF5 has it: from the root where the first letter is one; empty names
     *     and single dots say nothing, and two dots are a name like any other
     */
    public Optional<Node> child(Group parent, String path) {
        List<String> names = Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
        Node node = path.startsWith("/") ? hdf : parent;
        for (String name : names) {
            node = node instanceof Group group ? member(group, name) : null;
        }
        return names.isEmpty() ? Optional.empty() : Optional.ofNullable(node);
    }

    private Node member(Group parent, String name) {
        Node node = reading(parent.getPath(), () -> parent.getChild(name));
        if (node instanceof Link link) {
            throw bad(
                    "'" + parent.getPath() + name + "' is a link to '" + link.getTargetPath()
                            + "', which is not followed",
                    RE_SAVE);
        }
        return node;
    }

    /** A member of a group that must be a group. */
    public Group group(Group parent, String name) {
        Node node = child(parent, name)
                .orElseThrow(() -> bad("has no '" + name + "'", "check that it is an AnnData file; if so, " + RE_SAVE));
        if (node instanceof Group group) {
            return group;
        }
        throw bad("'" + node.getPath() + "' is a table of an anndata older than 0.7", RE_SAVE);
    }

    /** The names of a group's members, in the file's order. */
    public List<String> names(Group group) {
        return reading(group.getPath(), () -> List.copyOf(group.getChildren().keySet()));
    }

    public boolean hasAttribute(Node node, String name) {
        return reading(node.getPath(), () -> node.getAttribute(name) != null);
    }

    /** An attribute holding one string, or the empty string. */
    public String text(Node node, String attribute) {
        return attribute(node, attribute) instanceof String text ? text : "";
    }

    /** An attribute holding a list of strings; h5py writes the empty list as numbers. */
    public List<String> texts(Node node, String attribute) {
        return attribute(node, attribute) instanceof String[] texts ? List.of(texts) : List.of();
    }

    private Object attribute(Node node, String name) {
        return reading(node.getPath(), () -> {
            Attribute attribute = node.getAttribute(name);
            return attribute == null ? null : attribute.getData();
        });
    }

    /**
     * Runs a read, naming what was read and why it fails. In a damaged file, anything may stand where jhdf expects a size or an
     * address: it may ask for more memory than there is, or follow a circle.
     */
    public <T> T reading(String what, Supplier<T> read) {
        try {
            return read.get();
        } catch (BadDataException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw new BadDataException(
                    shownAs + ": cannot read " + what + " (" + Reason.ofRoot(e) + "); " + HdfFault.remedy(e),
                    exception(e));
        }
    }

    /** Spark ends an executor where an Error is among the causes of a task's failure. */
    private static Exception exception(Throwable failure) {
        return failure instanceof Exception exception ? exception : null;
    }

    /**
     * Checks that what must be held in memory at once fits there, beside all else.
     *
     * @param what it in error messages
     * @param bytes roughly the memory that it needs
     */
    public void requireRoom(String what, double bytes) {
        if (bytes > room()) {
            throw bad(
                    String.format(
                            Locale.ROOT,
                            "%s need %.0f bytes of memory at once, which is more than an eighth of the Java heap",
                            what,
                            bytes),
                    "check the file, or give Java a larger heap");
        }
    }

    /** The most memory for one thing that must be held as a whole, in bytes. */
    public static long room() {
        return Runtime.getRuntime().maxMemory() / 8;
    }

    /** An error that names this file. */
    public BadDataException bad(String problem, String remedy) {
        return new BadDataException(shownAs + ": " + problem + "; " + remedy);
    }

    @Override
    public void close() {
        hdf.close();
    }
}
