package atlasprox.read.anndata;

import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.tree.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stores lack, so that fill values stand for it: a chunk that holds nothing else need not be stored, and one that got lost is not, either. */
final class MissingChunks {
    /** Of each, a folder is listed, which takes some hundredths of a second in an object store. */
    private static final int MOST_ARRAYS = 1_000;

    private static final int SHOWN = 5;

    private MissingChunks() {}

    /**
     * @param files the stores, of which as many are looked at as have {@value #MOST_ARRAYS} columns
     * @param keys the {@code obsm} keys that are read
     * @param counts the path of the matrix of counts, if that is read
     * @return one plain sentence, or none
     */
    static List<String> of(Container container, List<String> files, List<String> keys, Optional<String> counts) {
        List<String> found = new ArrayList<>();
        int looked = 0;
        for (String path : files) {
            try (AnnDataFile file = AnnDataFile.open(container, path, AnnDataSource.hadoop())) {
                List<String> lacks = new ArrayList<>();
                List<Column> columns = file.columns(keys);
                columns.forEach(column -> lacks.addAll(column.notStored()));
                counts.ifPresent(matrix -> lacks.addAll(file.notStored(matrix)));
                lacks.forEach(lack -> found.add(path + ": " + lack));
                looked += columns.size();
            }
            if (looked > MOST_ARRAYS) {
                break;
            }
        }
        return found.isEmpty() ? List.of() : List.of(sentence(found));
    }

    private static String sentence(List<String> found) {
        String shown = String.join("; ", found.subList(0, Math.min(SHOWN, found.size())));
        String more = found.size() > SHOWN ? "; and " + (found.size() - SHOWN) + " more" : "";
        return "Chunks that are missing stand for the fill value: " + shown + more + ".";
    }
}
