package atlasprox.read.zarr.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;

/** The groups and arrays of a store: from the metadata of all, where the root has them, or from those of each. */
final class Nodes {
    private static final String ZARR = "zarr.json";
    private static final String ALL = ".zmetadata";
    private static final String ARRAY = ".zarray";
    private static final String GROUP = ".zgroup";
    private static final String ATTRIBUTES = ".zattrs";

    private final StoreFiles files;
    private final Map<String, Optional<ZarrNode>> found = new HashMap<>();
    private final Optional<Map<String, JsonNode>> all;
    private final Map<String, Set<String>> members = new HashMap<>();

    private Nodes(StoreFiles files, Optional<Map<String, JsonNode>> all) {
        this.files = files;
        this.all = all;
    }

    static Nodes of(StoreFiles files) {
        Optional<JsonNode> root = StoreJson.object(files, ZARR);
        JsonNode metadata = root.isPresent()
                ? root.get().path("consolidated_metadata").path("metadata")
                : StoreJson.object(files, ALL)
                        .map(json -> json.path("metadata"))
                        .orElse(JsonNodeFactory.instance.objectNode());
        if (metadata.isEmpty()) {
            return new Nodes(files, Optional.empty());
        }
        Map<String, JsonNode> all = new LinkedHashMap<>();
        metadata.fields().forEachRemaining(entry -> all.put(key(entry.getKey(), root.isPresent()), entry.getValue()));
        root.ifPresent(json -> all.put(ZARR, json));
        Nodes nodes = new Nodes(files, Optional.of(all));
        all.keySet().forEach(nodes::addMember);
        return nodes;
    }

    /** Version 3 has the path of a node, version 2 that of a file. */
    private static String key(String key, boolean isPath) {
        return isPath ? Names.under(key, ZARR) : key;
    }

    /** Of a key such as {@code obs/donor/zarr.json}: that obs has a donor. What leads out of the store is nobody's member. */
    private void addMember(String key) {
        int end = key.lastIndexOf('/');
        String file = key.substring(end + 1);
        boolean isNode = file.equals(ZARR) || file.equals(ARRAY) || file.equals(GROUP);
        String path = key.substring(0, Math.max(0, end));
        List<String> steps = Names.of(path);
        if (!isNode || !Names.areWithin(steps) || path.isEmpty() || !path.equals(String.join("/", steps))) {
            return;
        }
        int parent = Math.max(0, path.lastIndexOf('/'));
        String name = steps.get(steps.size() - 1);
        members.computeIfAbsent(path.substring(0, parent), unused -> new LinkedHashSet<>())
                .add(name);
    }

    Optional<ZarrNode> node(String path) {
        Optional<ZarrNode> known = found.get(path);
        if (known == null) {
            known = read(path);
            found.put(path, known);
        }
        return known;
    }

    private Optional<ZarrNode> read(String path) {
        Optional<JsonNode> zarr = object(Names.under(path, ZARR));
        if (zarr.isPresent()) {
            return Optional.of(version3(path, zarr.get()));
        }
        Optional<JsonNode> array = object(Names.under(path, ARRAY));
        Optional<JsonNode> either = array.isPresent() ? array : object(Names.under(path, GROUP));
        return either.map(json -> new ZarrNode(
                path,
                array.isPresent(),
                json,
                object(Names.under(path, ATTRIBUTES)).orElse(JsonNodeFactory.instance.objectNode())));
    }

    private ZarrNode version3(String path, JsonNode json) {
        int version = json.path("zarr_format").asInt();
        String type = json.path("node_type").asText();
        if (version != 3 || !type.equals("array") && !type.equals("group")) {
            throw files.bad(
                    "'" + Names.under(path, ZARR) + "' is of an unknown version or type of node",
                    "save the store again with a current anndata (write_zarr)");
        }
        return new ZarrNode(path, type.equals("array"), json, json.path("attributes"));
    }

    private Optional<JsonNode> object(String key) {
        if (all.isEmpty()) {
            return StoreJson.object(files, key);
        }
        return Optional.ofNullable(all.get().get(key)).filter(JsonNode::isObject);
    }

    List<String> names(String group) {
        return List.copyOf(members.computeIfAbsent(group, path -> all.isPresent() ? Set.of() : listed(path)));
    }

    private Set<String> listed(String path) {
        Set<String> names = new LinkedHashSet<>();
        for (FileStatus member : files.list(path)) {
            String name = member.getPath().getName();
            if (member.isDirectory() && node(Names.under(path, name)).isPresent()) {
                names.add(name);
            }
        }
        return names;
    }
}
