package atlasprox.sample;

import atlasprox.BadDataException;
import atlasprox.read.table.BareRows;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/**
 * Samples the cells to score: all that have a batch and every embedding, or a seeded sample in which every pair of batch and label has its
 * share, at least one cell ({@link StratumQuotas}). Keys are hashes of what cells are, so the same cells give the same sample in any order.
 */
public final class ScoreSample {
    private static final int MOST_STRATA = 200_000;

    private final Dataset<Row> usable;
    private final int embeddings;
    private final Strata strata;

    private ScoreSample(Dataset<Row> usable, int embeddings, int mostStrata) {
        this.usable = usable;
        this.embeddings = embeddings;
        this.strata = BareRows.of(usable.select("batch", "label"))
                .mapPartitions(
                        rows -> List.of(new Strata(mostStrata).with(rows)).iterator())
                .treeAggregate(new Strata(mostStrata), Strata::merge, Strata::merge);
    }

    /**
     * Counts the cells, in tasks that stop reading where they see too many pairs of batch and label. Of embeddings of several lengths the
     * commonest length counts.
     *
     * @throws BadDataException if no row is usable, or the label or batch looks like identifiers
     */
    public static ScoreSample of(
            Dataset<Row> table,
            List<EmbeddingColumn> embeddings,
            BatchColumn batch,
            Optional<String> label,
            long seed) {
        return of(table, embeddings, batch, label, seed, MOST_STRATA);
    }

    public static ScoreSample of(
            Dataset<Row> table,
            List<EmbeddingColumn> embeddings,
            BatchColumn batch,
            Optional<String> label,
            long seed,
            int mostStrata) {
        Dataset<Row> cells = UsableCells.of(table, embeddings, batch, label);
        for (int i = 0; i < embeddings.size(); i++) {
            cells = cells.filter(functions.size(functions.col("e" + i)).equalTo(length(cells, i)));
        }
        Column key = functions.xxhash64(
                functions.lit(seed), functions.col("e0"), functions.col("batch"), functions.col("label"));
        ScoreSample sample = new ScoreSample(cells.withColumn("key", key), embeddings.size(), mostStrata);
        if (sample.strata.isOverfull()) {
            throw new BadDataException("there are more than " + mostStrata + " pairs of batch and label: "
                    + label.map(name -> "label column '" + name + "' or ").orElse("") + "batch column '"
                    + String.join("', '", batch.names())
                    + "' looks like identifiers; choose another --label or --batch");
        }
        if (sample.strata.cells().isEmpty()) {
            throw new BadDataException("no row has both a batch (" + String.join(", ", batch.names())
                    + ") and a finite embedding in "
                    + String.join(
                            ", ", embeddings.stream().map(EmbeddingColumn::name).toList())
                    + "; check --embedding and --batch");
        }
        return sample;
    }

    /** The commonest length of an embedding, the longest of several; 1 where there is none. */
    private static int length(Dataset<Row> cells, int embedding) {
        return cells
                .groupBy(functions.size(functions.col("e" + embedding)).as("length"))
                .count()
                .filter("length > 0")
                .orderBy(functions.desc("count"), functions.desc("length"))
                .takeAsList(1)
                .stream()
                .findFirst()
                .map(row -> row.getInt(0))
                .orElse(1);
    }

    /** The usable cells of the table. */
    public long cells() {
        return strata.cells().values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * @param maxCells about how many to sample where there are more; 0 for all
     * @return the cells in an order of their own
     * @throws BadDataException if there are more pairs of batch and label than cells to sample
     */
    public List<SampledCell> sampled(int maxCells) {
        JavaRDD<InternalRow> cells = BareRows.of(usable);
        if (maxCells == 0 || cells() <= maxCells) {
            int all = embeddings;
            return ordered(cells.map(row -> UsableCells.sampled(row, all)).collect().stream());
        }
        if (strata.cells().size() > maxCells) {
            throw new BadDataException("there are " + strata.cells().size()
                    + " pairs of batch and label, more than --max-cells " + maxCells
                    + ", and each is to have a cell; raise it, or choose another --label or --batch");
        }
        StratumQuotas quotas = new StratumQuotas(strata, maxCells, embeddings);
        PackedCells near = quotas.sample(cells, true);
        // Cells that are all alike have one hash, and may all lie beyond the reach.
        boolean whole = near.keys().length == quotas.cells();
        return ordered((whole ? near : quotas.sample(cells, false)).cells());
    }

    private static List<SampledCell> ordered(Stream<SampledCell> cells) {
        return cells.sorted(SampledCell.ORDER).toList();
    }
}
