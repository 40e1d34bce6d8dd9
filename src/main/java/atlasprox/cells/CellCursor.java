package atlasprox.cells;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Walks over rows of (batch, embeddings as array&lt;float&gt;) without an object per coordinate; says what is wrong with a row. */
final class CellCursor {
    private final Iterator<InternalRow> rows;
    private final int dimension;
    private final Map<UTF8String, String> names = new HashMap<>();
    private InternalRow row;
    private String batch;
    private float[] cell;
    private int length;
    private Defect defect;

    CellCursor(Iterator<InternalRow> rows, int dimension) {
        this.rows = rows;
        this.dimension = dimension;
    }

    boolean next() {
        if (!rows.hasNext()) {
            return false;
        }
        row = rows.next();
        batch = row.isNullAt(0) ? null : name(row.getUTF8String(0));
        turnTo(0);
        return true;
    }

    /** Has cell, length and defect be those of another embedding of the row; after {@link #next}, of the first. */
    void turnTo(int embedding) {
        cell = null;
        length = -1;
        defect = row.isNullAt(1 + embedding) ? Defect.NO_EMBEDDING : read(row.getArray(1 + embedding));
        if (batch == null) {
            defect = Defect.NO_BATCH;
        }
    }

    /** The batch's name, or null. */
    String batch() {
        return batch;
    }

    /** The coordinates, a new array for each cell; only where there is no defect. */
    float[] cell() {
        return cell;
    }

    /** What is wrong with the row, or null. */
    Defect defect() {
        return defect;
    }

    /** The embedding's length, -1 where there is none. */
    int length() {
        return length;
    }

    /** One string per batch, not one per cell; the row's own bytes are reused by Spark, hence the copy. */
    private String name(UTF8String text) {
        String known = names.get(text);
        if (known == null) {
            known = text.toString();
            names.put(text.clone(), known);
        }
        return known;
    }

    private Defect read(ArrayData array) {
        length = array.numElements();
        if (length != dimension) {
            return Defect.WRONG_LENGTH;
        }
        for (int j = 0; j < length; j++) {
            if (array.isNullAt(j)) {
                return Defect.NO_EMBEDDING;
            }
        }
        cell = array.toFloatArray();
        for (float coordinate : cell) {
            if (!Float.isFinite(coordinate)) {
                return Defect.NOT_FINITE;
            }
        }
        return null;
    }
}
