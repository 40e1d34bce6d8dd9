package atlasprox.read.anndata;

import atlasprox.read.anndata.tree.Container;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What AnnData offers, without reading its cells.
 *
 * @param rows the number of cells
 * @param indexName the name of the {@code obs} index as it will be in the table
 * @param columnNames the {@code obs} columns, the index left out
 * @param embeddingKeys the keys of {@code obsm}
 * @param unreadableEmbeddings those among them that are not read, each with the message that says why
 * @param embeddingForms type and length of those that are read
 * @param defaultBatch the columns that {@code uns/batch_condition} names, or none
 */
public record AnnDataSummary(
        long rows,
        String indexName,
        List<String> columnNames,
        List<String> embeddingKeys,
        Map<String, String> unreadableEmbeddings,
        Map<String, String> embeddingForms,
        List<String> defaultBatch) {
    /**
     * Describes a file or folder; needs an active Spark session, whose Hadoop settings reach remote ones.
     *
     * @throws atlasprox.BadDataException if it is missing or not readable AnnData
     */
    public static AnnDataSummary of(Container container, String path) {
        try (AnnDataFile file = AnnDataFile.open(container, path, AnnDataSource.hadoop())) {
            Map<String, String> unreadable = file.unreadableEmbeddings();
            Map<String, String> forms = file.embeddingKeys().stream()
                    .filter(key -> !unreadable.containsKey(key))
                    .collect(Collectors.toMap(key -> key, key -> AnnDataTable.form(file.embedding(key))));
            return new AnnDataSummary(
                    file.rows(),
                    file.indexName(),
                    file.columnNames(),
                    file.embeddingKeys(),
                    unreadable,
                    forms,
                    file.defaultBatch());
        }
    }

    /** The keys of {@code obsm} that hold numbers for every cell: dense arrays and tables. */
    public List<String> denseEmbeddingKeys() {
        return embeddingKeys.stream()
                .filter(key -> !unreadableEmbeddings.containsKey(key))
                .toList();
    }
}
