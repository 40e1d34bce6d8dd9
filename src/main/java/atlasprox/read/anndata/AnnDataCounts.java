package atlasprox.read.anndata;

import atlasprox.Json;
import atlasprox.read.anndata.matrix.MatrixReader;
import atlasprox.read.anndata.tree.Container;
import atlasprox.read.genes.InputGenes;
import atlasprox.read.genes.JoinedCounts;
import atlasprox.read.genes.JoinedGenes;
import atlasprox.read.table.CountChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The cells of several files with one matrix of each: files whose matrices have the same columns are read together, and the others joined to them. */
final class AnnDataCounts {
    private final SparkSession session;
    private final Container container;
    private final Class<? extends AnnDataSource> source;
    private final List<String> keys;
    private final String column;
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> byGene = new LinkedHashSet<>();

    /**
     * @param source the data source that reads such a container
     * @param keys the {@code obsm} keys to read
     * @param layer the matrix, as {@link CountChoice#layer} names it
     */
    AnnDataCounts(
            SparkSession session,
            Container container,
            Class<? extends AnnDataSource> source,
            List<String> keys,
            String layer) {
        this.session = session;
        this.container = container;
        this.source = source;
        this.keys = keys;
        this.column = MatrixReader.path(layer);
    }

    /** The name of the column of counts. */
    String column() {
        return column;
    }

    /** What was found of the files so far, one plain sentence each. */
    List<String> warnings() {
        return warnings;
    }

    /** The genes of the files, joined. */
    JoinedGenes genes(List<InputGenes> inputs, CountChoice choice) {
        JoinedGenes joined = JoinedGenes.of(inputs, choice.join());
        warnings.addAll(joined.warnings());
        return joined;
    }

    /** What each file has of genes. */
    List<InputGenes> inputs(List<String> files, CountChoice choice) {
        // Most names are there again in the next file.
        Map<String, String> pool = new HashMap<>();
        List<InputGenes> genes = new ArrayList<>();
        for (String path : files) {
            try (AnnDataFile file = AnnDataFile.open(container, path, AnnDataSource.hadoop())) {
                InputGenes found = file.genes(column, choice.geneId(), container.genes());
                List<String> names = found.names().stream()
                        .map(name -> pool.computeIfAbsent(name, same -> same))
                        .toList();
                genes.add(new InputGenes(path, names, found.columns(), found.width()));
                if (file.byGene(column).isPresent()) {
                    byGene.add(path);
                }
                file.otherThanGenes(column, container.genes()).ifPresent(warnings::add);
            }
        }
        if (!byGene.isEmpty()) {
            String more = byGene.size() > 1 ? " and " + (byGene.size() - 1) + " other inputs" : "";
            warnings.add(
                    "'" + column + "' of " + byGene.iterator().next() + more
                            + " is stored gene by gene (CSC): it is turned by a shuffle. Stored cell by cell, as by adata.X = adata.X.tocsr(), it is read faster.");
        }
        return genes;
    }

    /** The rows of all files. */
    Dataset<Row> rows(List<InputGenes> inputs, JoinedGenes genes) {
        List<JoinedCounts.Part> parts = new ArrayList<>();
        List<InputGenes> left = new ArrayList<>();
        for (InputGenes input : inputs) {
            if (byGene.contains(input.input())) {
                parts.add(new JoinedCounts.Part(
                        input, TurnedMatrix.rows(session, container, input.input(), keys, column)));
            } else {
                left.add(input);
            }
        }
        while (!left.isEmpty()) {
            InputGenes first = left.get(0);
            List<String> alike =
                    left.stream().filter(first::isAlike).map(InputGenes::input).toList();
            left.removeIf(first::isAlike);
            parts.add(new JoinedCounts.Part(first, byCell(alike)));
        }
        return JoinedCounts.of(parts, column, genes);
    }

    private Dataset<Row> byCell(List<String> files) {
        return session.read()
                .format(source.getName())
                .option("embedding", Json.line(keys))
                .option("counts", column)
                .load(files.toArray(String[]::new));
    }
}
