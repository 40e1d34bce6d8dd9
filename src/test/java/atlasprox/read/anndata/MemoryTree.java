package atlasprox.read.anndata;

import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A store that is in memory, of arrays of Java by their paths ({@code /X/data}). What goes wrong while it is read stays as it is. */
final class MemoryTree implements StoredTree {
    private final Map<String, Object> arrays = new LinkedHashMap<>();
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    MemoryTree array(String path, Object values) {
        arrays.put(path, values);
        return this;
    }

    MemoryTree attribute(String path, String name, Object value) {
        attributes.put(path + "@" + name, value);
        return this;
    }

    /** A data frame of nothing but an index. */
    MemoryTree frame(String path, String... index) {
        return array(path + "/_index", index)
                .attribute(path, "_index", "_index")
                .attribute(path, "column-order", new String[0]);
    }

    @Override
    public String shownAs() {
        return "memory";
    }

    @Override
    public StoredGroup root() {
        return new Group("");
    }

    @Override
    public String reSave() {
        return "save it again";
    }

    @Override
    public <T> T reading(String what, Supplier<T> read) {
        return read.get();
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private class Node implements StoredNode {
        final String path;

        Node(String path) {
            this.path = path;
        }

        private Object attribute(String name) {
            return attributes.get(path + "@" + name);
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public boolean hasAttribute(String name) {
            return attribute(name) != null;
        }

        @Override
        public String text(String attribute) {
            return attribute(attribute) instanceof String text ? text : "";
        }

        @Override
        public List<String> texts(String attribute) {
            return attribute(attribute) instanceof String[] texts ? List.of(texts) : List.of();
        }

        @Override
        public long[] longs(String attribute) {
            return attribute(attribute) instanceof long[] numbers ? numbers : new long[0];
        }
    }

    private final class Group extends Node implements StoredGroup {
        Group(String path) {
            super(path);
        }

        @Override
        public Optional<StoredNode> child(String name) {
            String inner = path + "/" + name;
            if (arrays.containsKey(inner)) {
                return Optional.of(new Values(inner, arrays.get(inner)));
            }
            boolean isGroup = arrays.keySet().stream().anyMatch(array -> array.startsWith(inner + "/"));
            return isGroup ? Optional.of(new Group(inner)) : Optional.empty();
        }

        @Override
        public Optional<StoredGroup> group(String name) {
            return child(name).filter(StoredGroup.class::isInstance).map(StoredGroup.class::cast);
        }

        @Override
        public List<String> names() {
            return arrays.keySet().stream()
                    .filter(array -> array.startsWith(path + "/"))
                    .map(array -> array.substring(path.length() + 1).split("/", 2)[0])
                    .distinct()
                    .toList();
        }

        @Override
        public Object identity() {
            return path;
        }
    }

    private final class Values extends Node implements StoredArray, StoredValues {
        private static final Map<Class<?>, ValueType> TYPES = Map.of(
                int[].class, ValueType.INT,
                long[].class, ValueType.LONG,
                float[].class, ValueType.FLOAT,
                double[].class, ValueType.DOUBLE,
                boolean[].class, ValueType.BOOLEAN,
                String[].class, ValueType.STRING);

        private final Object values;

        Values(String path, Object values) {
            super(path);
            this.values = values;
        }

        @Override
        public long[] shape() {
            return new long[] {rows()};
        }

        @Override
        public Optional<ValueType> type() {
            return Optional.ofNullable(TYPES.get(values.getClass()));
        }

        @Override
        public int valueBytes() {
            return Long.BYTES;
        }

        @Override
        public String words() {
            return values.getClass().getSimpleName();
        }

        @Override
        public boolean isSingle() {
            return false;
        }

        @Override
        public String single() {
            return "";
        }

        @Override
        public StoredValues values(String what) {
            return this;
        }

        @Override
        public String what() {
            return path;
        }

        @Override
        public long rows() {
            return Array.getLength(values);
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public long chunkHeight() {
            return 1;
        }

        @Override
        public Object read(long start, int count) {
            if (start < 0 || count < 1 || count > rows() - start) {
                throw new IndexOutOfBoundsException(path + ": " + count + " from " + start + " of " + rows());
            }
            Object part = Array.newInstance(values.getClass().getComponentType(), count);
            System.arraycopy(values, Math.toIntExact(start), part, 0, count);
            return part;
        }

        @Override
        public String toString() {
            return path + Arrays.toString(shape());
        }
    }
}
