package atlasprox.job;

import atlasprox.BadDataException;
import atlasprox.cells.CellTable;
import atlasprox.read.BatchColumn;
import atlasprox.read.ColumnNames;
import atlasprox.read.EmbeddingColumn;
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
final class ScoreSample {
    private static final String FINITE = "x -> x is not null and abs(x) < cast('Infinity' as float)";
    private static final StructType QUOTAS = new StructType()
            .add("batch", DataTypes.StringType)
            .add("label", DataTypes.StringType)
            .add("quota", DataTypes.LongType)
            .add("reach", DataTypes.DoubleType);

    private final Dataset<Row> usable;
    private final int embeddings;
    private final List<Row> strata;

    private ScoreSample(Dataset<Row> usable, int embeddings) {
        this.usable = usable;
        this.embeddings = embeddings;
        this.strata = usable.groupBy("batch", "label").count().collectAsList();
    }

    /**
     * Counts the cells.
     *
     * @throws BadDataException if no row is usable
     */
    static ScoreSample of(
            Dataset<Row> table,
            List<EmbeddingColumn> embeddings,
            BatchColumn batch,
            Optional<String> label,
            long seed) {
        List<Column> columns = new ArrayList<>();
        columns.add(batch.name().as("batch"));
        columns.add(label.map(name -> ColumnNames.column(name).cast("string"))
                .orElse(functions.lit(null).cast("string"))
                .as("label"));
        for (int i = 0; i < embeddings.size(); i++) {
            columns.add(embeddings.get(i).asFloats().as("e" + i));
        }
        Dataset<Row> cells = table.select(columns.toArray(Column[]::new)).filter("batch is not null");
        for (int i = 0; i < embeddings.size(); i++) {
            int dimension = new CellTable(table, embeddings.get(i), batch).dimension();
            cells = cells.filter(String.format("size(e%d) = %d and forall(e%d, %s)", i, dimension, i, FINITE));
        }
        Column key = functions.xxhash64(
                functions.lit(seed), functions.col("e0"), functions.col("batch"), functions.col("label"));
        ScoreSample sample = new ScoreSample(cells.withColumn("key", key), embeddings.size());
        if (sample.strata.isEmpty()) {
            throw new BadDataException("no row has both a batch (" + String.join(", ", batch.names())
                    + ") and a finite embedding in "
                    + String.join(
                            ", ", embeddings.stream().map(EmbeddingColumn::name).toList())
                    + "; check --embedding and --batch");
        }
        return sample;
    }

    /** The usable cells of the table. */
    long cells() {
        return strata.stream().mapToLong(row -> row.getLong(2)).sum();
    }

    /**
     * @param maxCells about how many to draw where there are more; 0 for all
     * @return the cells in an order of their own
     */
    List<ScoredCell> draw(int maxCells) {
        Dataset<Row> drawn = maxCells == 0 || cells() <= maxCells ? usable : drawn((double) maxCells / cells());
        int wanted = embeddings;
        return drawn.queryExecution().toRdd().toJavaRDD().map(row -> cell(row, wanted)).collect().stream()
                .sorted(ScoredCell.ORDER)
                .toList();
    }

    /** The smallest hashes of every stratum. Only hashes that may be among them are sorted. */
    private Dataset<Row> drawn(double share) {
        SparkSession session = usable.sparkSession();
        List<Row> quotas = strata.stream().map(row -> quota(row, share)).toList();
        Dataset<Row> wanted = session.createDataFrame(quotas, QUOTAS).as("wanted");
        Dataset<Row> cells = usable.as("cells");
        Column sameStratum = functions
                .col("cells.batch")
                .equalTo(functions.col("wanted.batch"))
                .and(functions.col("cells.label").eqNullSafe(functions.col("wanted.label")));
        Column uniform = functions.shiftrightunsigned(functions.col("key"), 11).multiply(0x1.0p-53);
        return cells.join(functions.broadcast(wanted), sameStratum)
                .filter(uniform.lt(functions.col("reach")))
                .withColumn(
                        "place",
                        functions
                                .row_number()
                                .over(Window.partitionBy("cells.batch", "cells.label")
                                        .orderBy(uniform, functions.col("e0"))))
                .filter("place <= quota")
                .select("cells.*");
    }

    /** Six standard deviations beyond the quota leave no stratum short. */
    private static Row quota(Row stratum, double share) {
        long cells = stratum.getLong(2);
        long quota = Math.max(1L, Math.round(cells * share));
        double reach = (quota + 6.0 * Math.sqrt(quota) + 12.0) / cells;
        return RowFactory.create(stratum.getString(0), stratum.getString(1), quota, reach);
    }

    private static ScoredCell cell(InternalRow row, int embeddings) {
        return new ScoredCell(
                row.getLong(embeddings + 2),
                row.getUTF8String(0).toString(),
                row.isNullAt(1) ? null : row.getUTF8String(1).toString(),
                IntStream.range(0, embeddings)
                        .mapToObj(i -> row.getArray(i + 2).toFloatArray())
                        .toArray(float[][]::new));
    }
}
