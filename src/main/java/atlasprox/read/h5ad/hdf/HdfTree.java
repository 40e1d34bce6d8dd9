package atlasprox.read.h5ad.hdf;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.anndata.tree.StoredTree;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The groups and datasets of one open HDF5 file. */
public final class HdfTree implements StoredTree {
    private final String shownAs;
    private final HdfFile hdf;
    private Group base;

    private HdfTree(String shownAs, HdfFile hdf) {
        this.shownAs = shownAs;
        this.hdf = hdf;
        this.base = hdf;
    }

    /**
     * @param file a local file
     * @param shownAs its name in error messages
     * @param group the path of a group in it, which is then the root; empty for the file's own
     * @throws BadDataException if there is no such file or group, it is not HDF5, or it is shorter than it says
     */
    public static HdfTree open(Path file, String shownAs, String group) {
        if (!Files.isRegularFile(file)) {
            throw new BadDataException(shownAs + ": no such file; check the path, on every machine that reads it");
        }
        HdfTree tree = new HdfTree(shownAs, openHdf(file, shownAs));
        tree.checkComplete();
        tree.enter(group);
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

    private void enter(String group) {
        try {
            StoredNode inner = group.isEmpty() ? root() : root().child(group).orElse(null);
            if (!(inner instanceof HdfGroup found)) {
                throw bad("the file has no such group", "the groups at its root are " + root().names());
            }
            base = found.stored();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public String shownAs() {
        return shownAs;
    }

    @Override
    public StoredGroup root() {
        return new HdfGroup(this, base);
    }

    Group base() {
        return base;
    }

    /** A member of a group, as what it is. */
    StoredNode node(Node node) {
        if (node instanceof Dataset dataset) {
            return new HdfArray(this, dataset);
        }
        return node instanceof Group group ? new HdfGroup(this, group) : new HdfNode(this, node);
    }

    @Override
    public String reSave() {
        return "read the file with a current anndata and save it again with write_h5ad";
    }

    /** Where the bytes of the file come from. */
    public HdfBackingStorage storage() {
        return hdf.getHdfBackingStorage();
    }

    /** The size of the file in bytes. */
    public long size() {
        return hdf.size();
    }

    /** jhdf may ask for more memory than there is, or follow a circle, where a damaged file has a wrong size or address. */
    @Override
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

    @Override
    public void close() {
        hdf.close();
    }
}
