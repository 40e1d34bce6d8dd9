package atlasprox.read.h5ad.tenx;

import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A group that no file has, of what a file has elsewhere. */
final class MadeGroup implements StoredGroup {
    private final String path;
    private final Map<String, StoredNode> members = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();
    private final Map<String, long[]> numbers = new LinkedHashMap<>();

    /** @param path what error messages call it */
    MadeGroup(String path) {
        this.path = path;
    }

    MadeGroup with(String name, StoredNode member) {
        members.put(name, member);
        return this;
    }

    MadeGroup text(String attribute, String text) {
        texts.put(attribute, text);
        return this;
    }

    MadeGroup list(String attribute, List<String> list) {
        lists.put(attribute, list);
        return this;
    }

    MadeGroup numbers(String attribute, long... values) {
        numbers.put(attribute, values);
        return this;
    }

    @Override
    public Optional<StoredNode> child(String name) {
        List<String> names =
                Arrays.stream(name.split("/")).filter(part -> !part.isEmpty()).toList();
        StoredNode node = this;
        for (String part : names) {
            node = node instanceof MadeGroup group ? group.members.get(part) : null;
        }
        return names.isEmpty() ? Optional.empty() : Optional.ofNullable(node);
    }

    @Override
    public Optional<StoredGroup> group(String name) {
        return child(name).filter(StoredGroup.class::isInstance).map(StoredGroup.class::cast);
    }

    @Override
    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    @Override
    public Object identity() {
        return this;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean hasAttribute(String name) {
        return texts.containsKey(name) || lists.containsKey(name) || numbers.containsKey(name);
    }

    @Override
    public String text(String attribute) {
        return texts.getOrDefault(attribute, "");
    }

    @Override
    public List<String> texts(String attribute) {
        return lists.getOrDefault(attribute, List.of());
    }

    @Override
    public long[] longs(String attribute) {
        return numbers.getOrDefault(attribute, new long[0]);
    }
}
