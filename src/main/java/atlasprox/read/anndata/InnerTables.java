package atlasprox.read.anndata;

import atlasprox.read.anndata.tree.StoredGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** AnnData that lies within something larger: the modalities of MuData, the tables of SpatialData. */
final class InnerTables {
    private static final String ENCODING = "encoding-type";
    private static final List<String> FOLDERS = List.of("mod", "tables", "table");

    private InnerTables() {}

    /** The paths of AnnData in a group that is no AnnData itself; none where it may be. */
    static List<String> of(StoredGroup root) {
        boolean mudata = root.text(ENCODING).toLowerCase(Locale.ROOT).equals("mudata");
        List<String> inner = new ArrayList<>();
        if (mudata || root.child("obs").isEmpty()) {
            addTables(root, "", inner);
            for (String folder : FOLDERS) {
                root.group(folder).ifPresent(group -> addTables(group, folder + "/", inner));
            }
        }
        return inner;
    }

    private static void addTables(StoredGroup folder, String path, List<String> inner) {
        for (String name : folder.names()) {
            Optional<StoredGroup> table = folder.group(name).filter(InnerTables::isTable);
            table.ifPresent(found -> inner.add(path + name));
        }
    }

    private static boolean isTable(StoredGroup group) {
        return group.text(ENCODING).equals("anndata");
    }
}
