package atlasprox.write.h5ad;

import static atlasprox.write.h5ad.H5adWriter.CHUNK_BYTES;
import static atlasprox.write.h5ad.H5adWriter.encode;
import static atlasprox.write.h5ad.H5adWriter.writeStrings;

import atlasprox.BadDataException;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountColumns;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** A column of vectors as anndata's {@code X}, a CSR matrix of floats, cells by genes, and the names of its genes as the index of {@code var}. */
final class CountMatrix {
    private static final String INDEX = "gene";

    /** A column of {@code var} there has to be: jhdf writes no empty list of columns. It says the same as the index. */
    private static final String IDS = "gene_ids";

    private final StructField field;
    private final int position;
    private final String[] genes;

    /**
     * @param position the column's place in the rows
     * @throws BadDataException if its metadata do not name the genes
     */
    CountMatrix(StructField field, int position) {
        if (!field.metadata().contains(CountColumns.GENES)) {
            throw new BadDataException("Column " + field.name()
                    + " does not say what its genes are called; h5ad output takes their names from a list '"
                    + CountColumns.GENES + "' in the column's metadata. Add it or write Parquet.");
        }
        this.field = field;
        this.position = position;
        this.genes = field.metadata().getStringArray(CountColumns.GENES);
    }

    /** Whether a column is one of vectors. */
    static boolean isOne(StructField field) {
        return field.dataType().equals(SQLDataTypes.VectorType());
    }

    /** How many numbers of a row are stored. */
    Column stored() {
        return functions
                .udf((UDF1<Vector, Integer>) CountMatrix::stored, DataTypes.IntegerType)
                .apply(ColumnNames.column(field.name()));
    }

    private static int stored(Vector counts) {
        return counts == null ? 0 : counts.numNonzeros();
    }

    /** @throws BadDataException if a row has no vector, or one of another length */
    void write(WritableHdfFile root, List<Row> rows) {
        int[] ends = new int[rows.size() + 1];
        for (int i = 0; i < rows.size(); i++) {
            ends[i + 1] = Math.addExact(ends[i], counts(rows.get(i)).numActives());
        }
        int stored = ends[rows.size()];
        int[] places = new int[stored];
        float[] values = new float[stored];
        for (int i = 0; i < rows.size(); i++) {
            fill(counts(rows.get(i)), ends[i], places, values);
        }
        WritableGroup matrix = encode(root.putGroup("X"), "csr_matrix", "0.1.0");
        matrix.putAttribute("shape", new long[] {rows.size(), genes.length});
        putArray(matrix, "data", values, stored);
        putArray(matrix, "indices", places, stored);
        putArray(matrix, "indptr", ends, ends.length);
        writeGenes(root.putGroup("var"));
    }

    private SparseVector counts(Row row) {
        Vector counts = row.getAs(position);
        if (counts == null || counts.size() != genes.length) {
            throw new BadDataException("Column " + field.name() + " has " + (counts == null ? 0 : counts.size())
                    + " counts in a row and names " + genes.length
                    + " genes; drop such rows or name all genes before writing h5ad.");
        }
        return counts.toSparse();
    }

    private static void fill(SparseVector counts, int from, int[] places, float[] values) {
        System.arraycopy(counts.indices(), 0, places, from, counts.indices().length);
        for (int i = 0; i < counts.values().length; i++) {
            values[from + i] = (float) counts.values()[i];
        }
    }

    private static void putArray(WritableGroup matrix, String name, Object values, int length) {
        DatasetCreationOptions compressed = DatasetCreationOptions.builder()
                .chunkDimensions(Math.max(1, Math.min(length, CHUNK_BYTES / Float.BYTES)))
                .shuffle()
                .deflate()
                .build();
        encode(matrix.putDataset(name, values, compressed), "array", "0.2.0");
    }

    private void writeGenes(WritableGroup var) {
        encode(var, "dataframe", "0.2.0").putAttribute("_index", INDEX);
        var.putAttribute("column-order", new String[] {IDS});
        writeStrings(var, INDEX, Arrays.asList(genes));
        writeStrings(var, IDS, Arrays.asList(genes));
    }
}
