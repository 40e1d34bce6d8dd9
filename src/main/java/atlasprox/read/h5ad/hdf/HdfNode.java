package atlasprox.read.h5ad.hdf;

import atlasprox.read.anndata.tree.StoredNode;
import io.jhdf.api.Attribute;
import io.jhdf.api.Node;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Whatever a group of an HDF5 file may hold. */
class HdfNode implements StoredNode {
    final HdfTree tree;
    private final Node node;

    HdfNode(HdfTree tree, Node node) {
        this.tree = tree;
        this.node = node;
    }

    @Override
    public String path() {
        return node.getPath();
    }

    @Override
    public boolean hasAttribute(String name) {
        return tree.reading(path(), () -> node.getAttribute(name) != null);
    }

    @Override
    public String text(String attribute) {
        return attribute(attribute) instanceof String text ? text : "";
    }

    /** h5py writes the empty list as numbers. */
    @Override
    public List<String> texts(String attribute) {
        return attribute(attribute) instanceof String[] texts ? List.of(texts) : List.of();
    }

    @Override
    public long[] longs(String attribute) {
        Object numbers = attribute(attribute);
        if (numbers instanceof int[] small) {
            return Arrays.stream(small).asLongStream().toArray();
        }
        if (numbers instanceof BigInteger[] unsigned) {
            return Arrays.stream(unsigned).mapToLong(BigInteger::longValue).toArray();
        }
        return numbers instanceof long[] large ? large : new long[0];
    }

    private Object attribute(String name) {
        return tree.reading(path(), () -> {
            Attribute attribute = node.getAttribute(name);
            return attribute == null ? null : attribute.getData();
        });
    }
}
