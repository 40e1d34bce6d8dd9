package atlasprox.read.anndata.tree;

import java.util.List;

/** A group, an array, or whatever else a store may hold. Every method throws {@link atlasprox.BadDataException} if it cannot be read. */
public interface StoredNode {
    /** Its place within the store, from the root, as in {@code /obs/donor}. */
    String path();

    boolean hasAttribute(String name);

    /** An attribute holding one string; the empty string where there is none. */
    String text(String attribute);

    /** An attribute holding a list of strings; the empty list where there is none. */
    List<String> texts(String attribute);

    /** An attribute holding a list of integers; the empty list where there is none. */
    long[] longs(String attribute);
}
