package atlasprox.read.h5ad.hdf;

import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A group of an HDF5 file. Links are refused: one may name any other file of the machine. */
final class HdfGroup extends HdfNode implements StoredGroup {
    private final Group group;

    HdfGroup(HdfTree tree, Group group) {
        super(tree, group);
        this.group = group;
    }

    Group stored() {
        return group;
    }

    /** Two dots are a name like any other, as HDF5 has it. */
    @Override
    public Optional<StoredNode> child(String path) {
        List<String> names = Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
        Node node = path.startsWith("/") ? tree.base() : group;
        for (String name : names) {
            node = node instanceof Group parent ? member(parent, name) : null;
        }
        return names.isEmpty() ? Optional.empty() : Optional.ofNullable(node).map(tree::node);
    }

    private Node member(Group parent, String name) {
        Node node = tree.reading(parent.getPath(), () -> parent.getChild(name));
        if (node instanceof Link link) {
            throw tree.bad(
                    "'" + parent.getPath() + name + "' is a link to '" + link.getTargetPath()
                            + "', which is not followed",
                    tree.reSave());
        }
        return node;
    }

    @Override
    public Optional<StoredGroup> group(String name) {
        return group.getChild(name) instanceof Group inner ? Optional.of(new HdfGroup(tree, inner)) : Optional.empty();
    }

    @Override
    public List<String> names() {
        return tree.reading(path(), () -> List.copyOf(group.getChildren().keySet()));
    }

    @Override
    public Object identity() {
        return group.getAddress();
    }
}
