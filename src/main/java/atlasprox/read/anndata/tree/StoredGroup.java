package atlasprox.read.anndata.tree;

import java.util.List;
import java.util.Optional;

/** A group of a store: members by their names. */
public interface StoredGroup extends StoredNode {
    /**
     * A member, if it is there.
     *
     * @param path its name, or names separated by slashes: from the root where the first letter is one; empty names and single dots
     *     say nothing, and two dots never lead upward
     * @throws atlasprox.BadDataException if it cannot be read, or leads out of the store
     */
    Optional<StoredNode> child(String path);

    /** A member that is itself a group; empty where it is anything else, or a link. */
    Optional<StoredGroup> group(String name);

    /** The names of the members, in the order of the store. */
    List<String> names();

    /** What is equal for the same group only, by whatever path it was reached: it may hold itself. */
    Object identity();
}
