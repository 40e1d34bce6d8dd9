package atlasprox.cells;

import atlasprox.read.table.PartNames;
import atlasprox.sample.CellKeys;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Walks over rows of (batch, embeddings as array&lt;float&gt;, anything else) without an object per coordinate; says what is wrong with a
 * row.
 */
public final class CellCursor {
    /** A column of more looks like identifiers, and is read anew for each row. */
    private static final int MOST_NAMES = 100_000;

    private final Iterator<InternalRow> rows;
    private final int dimension;
    private final boolean parts;
    private final Map<UTF8String, String> names = new HashMap<>();
    private InternalRow row;
    private String batch;
    private float[] cell;
    private int length;
    private Defect defect;

    /**
     * @param rows the rows
     * @param dimension the number of dimensions d that embeddings must have
     */
    public CellCursor(Iterator<InternalRow> rows, int dimension) {
        this(rows, dimension, false);
    }

    /**
     * @param rows the rows
     * @param dimension the number of dimensions d that embeddings must have
     * @param parts whether batches' names are those of parts of batches
     */
    CellCursor(Iterator<InternalRow> rows, int dimension, boolean parts) {
        this.rows = rows;
        this.dimension = dimension;
        this.parts = parts;
    }

    /** @return whether there is another row, which the cursor then stands on */
    public boolean next() {
        if (!rows.hasNext()) {
            return false;
        }
        row = rows.next();
        batch = text(0);
        turnTo(0);
        return true;
    }

    /**
     * Has cell, length and defect be those of another embedding of the row; after {@link #next}, they are of the first.
     *
     * @param embedding its number, from 0
     */
    public void turnTo(int embedding) {
        cell = null;
        length = -1;
        defect = row.isNullAt(1 + embedding) ? Defect.NO_EMBEDDING : read(row.getArray(1 + embedding));
        if (batch == null || parts && PartNames.lacksValue(batch)) {
            defect = batch == null ? Defect.NO_BATCH : Defect.NO_VALUE;
            cell = null;
        }
    }

    /** @return the batch's name, or null */
    public String batch() {
        return batch;
    }

    /** @return the d coordinates, a new array for each cell; null where there is a defect */
    public float[] cell() {
        return cell;
    }

    /** @return what is wrong with the row, or null */
    public Defect defect() {
        return defect;
    }

    /** The embedding's length, -1 where there is none. */
    int length() {
        return length;
    }

    /**
     * @param column the place of a column of texts of which there are few, such as labels
     * @return the row's, or null
     */
    public String text(int column) {
        return row.isNullAt(column) ? null : name(row.getUTF8String(column));
    }

    /**
     * @param column the place of a column of whole numbers
     * @param other for a row that has none
     * @return the row's number
     */
    public long numberOr(int column, long other) {
        return row.isNullAt(column) ? other : row.getLong(column);
    }

    /**
     * @param column the place of a column of hashes by which cells are drawn
     * @return the row's; of a cell that has none, the hash of its coordinates
     */
    long drawnBy(int column) {
        return row.isNullAt(column) ? CellKeys.content(cell) : row.getLong(column);
    }

    /** One string per name, not one per cell; the row's own bytes are reused by Spark, hence the copy. */
    private String name(UTF8String text) {
        String known = names.get(text);
        if (known == null) {
            known = text.toString();
            if (names.size() < MOST_NAMES) {
                names.put(text.clone(), known);
            }
        }
        return known;
    }

    private Defect read(ArrayData array) {
        length = array.numElements();
        if (length != dimension) {
            return Defect.WRONG_LENGTH;
        }
        if (hasNulls(array)) {
            return Defect.NO_EMBEDDING;
        }
        float[] coordinates = array.toFloatArray();
        for (float coordinate : coordinates) {
            if (!Float.isFinite(coordinate)) {
                return Defect.NOT_FINITE;
            }
        }
        cell = coordinates;
        return null;
    }

    private boolean hasNulls(ArrayData array) {
        for (int j = 0; j < length; j++) {
            if (array.isNullAt(j)) {
                return true;
            }
        }
        return false;
    }
}
