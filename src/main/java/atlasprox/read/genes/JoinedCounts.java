package atlasprox.read.genes;

import atlasprox.BadDataException;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.SparseRow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;

/** Tables of cells with counts of different genes, as one table. */
public final class JoinedCounts {
    private JoinedCounts() {}

    /**
     * A table of cells from inputs whose matrices have the same columns.
     *
     * @param genes what they are, with the path of one of the inputs
     * @param rows the cells, with a column of vectors
     */
    public record Part(InputGenes genes, Dataset<Row> rows) {}

    /**
     * @param parts tables of the same columns, at least one
     * @param column the name of their column of vectors
     * @param genes theirs, joined
     * @return the rows of all, with a vector of all these genes
     * @throws BadDataException if the tables' columns differ
     */
    public static Dataset<Row> of(List<Part> parts, String column, JoinedGenes genes) {
        parts.forEach(part -> requireAlike(parts.get(0), part));
        return parts.stream()
                .map(part -> placed(part, column, genes))
                .reduce(Dataset::unionByName)
                .orElseThrow();
    }

    private static Dataset<Row> placed(Part part, String column, JoinedGenes genes) {
        int size = genes.names().size();
        Optional<int[]> places = genes.places(part.genes());
        return places.map(found -> part.rows()
                        .withColumn(
                                column,
                                functions
                                        .udf(
                                                (UDF1<Vector, Vector>) cell -> placed(cell, found, size),
                                                SQLDataTypes.VectorType())
                                        .apply(ColumnNames.column(column))))
                .orElse(part.rows());
    }

    private static Vector placed(Vector cell, int[] places, int size) {
        if (cell == null) {
            return null;
        }
        if (cell.size() != places.length) {
            throw new BadDataException(
                    "a cell has counts of " + cell.size() + " genes, where there are " + places.length);
        }
        SparseVector counts = cell.toSparse();
        int[] kept = IntStream.range(0, counts.indices().length)
                .filter(i -> places[counts.indices()[i]] >= 0)
                .toArray();
        SparseRow row = SparseRow.ordered(
                size,
                IntStream.of(kept).map(i -> places[counts.indices()[i]]).toArray(),
                IntStream.of(kept).mapToDouble(i -> counts.values()[i]).toArray());
        return Vectors.sparse(row.genes(), row.indices(), row.values());
    }

    private static void requireAlike(Part first, Part other) {
        String here = columns(first);
        String there = columns(other);
        if (!here.equals(there)) {
            throw new BadDataException(other.genes().input() + " has the columns " + there + ", but "
                    + first.genes().input() + " has " + here + "; give the inputs the same columns");
        }
    }

    private static String columns(Part part) {
        return Arrays.stream(part.rows().schema().fields())
                .map(field -> field.name() + " (" + field.dataType().simpleString() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
