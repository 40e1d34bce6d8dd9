package atlasprox.read.anndata.tree;

import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A way to store a tree of groups and arrays; it travels to the executors. */
public interface Container extends Serializable {
    /** What AnnData stored so is called in messages, such as {@code h5ad file}. */
    String noun();

    /** Whether values that a store lacks are others, by its format: {@link StoredValues#notStored} may say something. */
    default boolean leavesOut() {
        return false;
    }

    /** Which rows of {@code var} are genes; all of them if empty. */
    default Optional<GeneRows> genes() {
        return Optional.empty();
    }

    /**
     * Opens a store for reading.
     *
     * @param path where it is, as {@code load()} of the data source was given it; error messages call it so
     * @param hadoop Hadoop's configuration, which knows the file systems
     * @throws atlasprox.BadDataException if there is none, or it cannot be read
     */
    StoredTree open(String path, Configuration hadoop);
}
