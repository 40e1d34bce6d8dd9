package atlasprox.synth;

import atlasprox.synth.CellSampler.Cell;
import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

/** A cell on its way into a table: a bean, because Spark takes primitive arrays and vectors from such without boxing. */
public final class SynthTableRow {
    private String[] names;
    private float[] embedding;
    private float[] truth;
    private Vector counts;

    /** For Spark. */
    public SynthTableRow() {}

    SynthTableRow(Cell cell, int genes) {
        names = new String[] {cell.id(), cell.batch(), cell.type(), cell.condition()};
        embedding = cell.embedding();
        truth = cell.truth();
        double[] values = Arrays.stream(cell.counts().counts()).asDoubleStream().toArray();
        counts = Vectors.sparse(genes, cell.counts().genes(), values);
    }

    /** The names of the cell, of its batch, its type and its condition. */
    public String[] getNames() {
        return names;
    }

    public void setNames(String[] value) {
        names = value;
    }

    /** Coordinates as seen in the batch. */
    public float[] getEmbedding() {
        return embedding;
    }

    public void setEmbedding(float[] value) {
        embedding = value;
    }

    /** True coordinates. */
    public float[] getTruth() {
        return truth;
    }

    public void setTruth(float[] value) {
        truth = value;
    }

    /** Counts of the genes. */
    public Vector getCounts() {
        return counts;
    }

    public void setCounts(Vector value) {
        counts = value;
    }
}
