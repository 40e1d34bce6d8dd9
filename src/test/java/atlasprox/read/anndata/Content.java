package atlasprox.read.anndata;

import atlasprox.read.anndata.column.Column;
import java.util.ArrayList;
import java.util.List;

/** All that a table of cells would be made of. */
public final class Content {
    private Content() {}

    /** Reads it slab by slab, as tasks do, and returns the number of values of all columns together. */
    public static long readAll(AnnDataFile file) {
        file.defaultBatch();
        List<String> dense = new ArrayList<>(file.embeddingKeys());
        dense.removeAll(file.unreadableEmbeddings().keySet());
        long values = 0;
        for (Column column : file.table(dense.isEmpty() ? file.embeddingKeys() : dense)) {
            values += values(column);
        }
        return values;
    }

    private static long values(Column column) {
        long values = 0;
        for (Slab slab : Slab.cut(column.length(), column.chunkHeight(), column.bytesPerRow(), 2)) {
            values += column.read(slab.start(), slab.count()).length;
        }
        return values;
    }
}
