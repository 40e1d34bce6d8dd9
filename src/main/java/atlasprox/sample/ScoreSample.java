package atlasprox.sample;

import atlasprox.BadDataException;
import atlasprox.read.table.BareRows;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Draws the cells to score: all that have a batch and every embedding, or a seeded sample in which every pair of batch and label has its share,
 * at least one cell. Cells are drawn by hashes of what they are, so the same cells give the same sample in any order.
 */
public final class ScoreSample {
    private static final int MOST_STRATA = 200_000;
    private static final StructType QUOTAS = new StructType()
            .add("batch", DataTypes.StringType)
            .add("label", DataTypes.StringType)
            .add("quota", DataTypes.LongType)
            .add("reach", DataTypes.DoubleType);

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
     * @param maxCells about how many to draw where there are more; 0 for all
     * @return the cells in an order of their own
     * @throws BadDataException if there are more pairs of batch and label than cells to draw
     */
    public List<DrawnCell> draw(int maxCells) {
        if (maxCells == 0 || cells() <= maxCells) {
            return collected(usable);
        }
        if (strata.cells().size() > maxCells) {
            throw new BadDataException("there are " + strata.cells().size()
                    + " pairs of batch and label, more than --max-cells " + maxCells
                    + ", and each is to have a cell; raise it, or choose another --label or --batch");
        }
        double share = (double) maxCells / cells();
        List<Row> quotas = strata.cells().entrySet().stream()
                .map(stratum -> quota(stratum.getKey(), stratum.getValue(), share))
                .toList();
        List<DrawnCell> near = collected(drawn(quotas, true));
        // Cells that are all alike have one hash, and may all lie beyond the reach.
        long wanted = quotas.stream().mapToLong(row -> row.getLong(2)).sum();
        return near.size() == wanted ? near : collected(drawn(quotas, false));
    }

    private List<DrawnCell> collected(Dataset<Row> cells) {
        int wanted = embeddings;
        return BareRows.of(cells).map(row -> cell(row, wanted)).collect().stream()
                .sorted(DrawnCell.ORDER)
                .toList();
    }

    /** The smallest hashes of every stratum; where only hashes within reach are looked at, few cells need be sorted. */
    private Dataset<Row> drawn(List<Row> quotas, boolean withinReach) {
        SparkSession session = usable.sparkSession();
        Dataset<Row> wanted = session.createDataFrame(quotas, QUOTAS).as("wanted");
        Column sameStratum = functions
                .col("cells.batch")
                .equalTo(functions.col("wanted.batch"))
                .and(functions.col("cells.label").eqNullSafe(functions.col("wanted.label")));
        Column uniform = functions.shiftrightunsigned(functions.col("key"), 11).multiply(0x1.0p-53);
        Dataset<Row> cells = usable.as("cells").join(functions.broadcast(wanted), sameStratum);
        List<Column> order = new ArrayList<>(List.of(uniform));
        IntStream.range(0, embeddings).forEach(i -> order.add(functions.col("e" + i)));
        return (withinReach ? cells.filter(uniform.lt(functions.col("reach"))) : cells)
                .withColumn(
                        "place",
                        functions
                                .row_number()
                                .over(Window.partitionBy("cells.batch", "cells.label")
                                        .orderBy(order.toArray(Column[]::new))))
                .filter("place <= quota")
                .select("cells.*");
    }

    /** Within six standard deviations beyond the quota lie enough hashes, if cells differ. */
    private static Row quota(Strata.Pair stratum, long cells, double share) {
        long quota = Math.max(1L, Math.round(cells * share));
        double reach = (quota + 6.0 * Math.sqrt(quota) + 12.0) / cells;
        return RowFactory.create(
                stratum.batch().toString(),
                stratum.label() == null ? null : stratum.label().toString(),
                quota,
                reach);
    }

    private static DrawnCell cell(InternalRow row, int embeddings) {
        return new DrawnCell(
                row.getLong(embeddings + 2),
                UsableCells.batch(row),
                UsableCells.label(row),
                UsableCells.coordinates(row, embeddings));
    }
}
