package atlasprox.labels.learn;

import atlasprox.cells.CellCursor;
import atlasprox.labels.AnnotationSettings;
import atlasprox.sample.CellKeys;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/** Walks over the usable cells of known batches among rows of (batch, embedding, client, labels). */
final class SparkLabelCells {
    /** The place of what a cell is counted by, a batch or a part of one. */
    private static final int CLIENT = 2;

    private static final int FIRST_LABEL = 3;

    private final CellCursor cursor;
    private final LabelPlace place;
    private final Map<String, String> names;
    private final String[] labels;
    private String batch;
    private double[] placed;

    /**
     * @param rows the rows
     * @param place where cells lie
     * @param names to the table's names of batches those that the correction knows
     * @param columns the number of label columns
     */
    SparkLabelCells(Iterator<InternalRow> rows, LabelPlace place, Map<String, String> names, int columns) {
        this.cursor = new CellCursor(rows, place.correction().dimension());
        this.place = place;
        this.names = names;
        this.labels = new String[columns];
    }

    boolean next() {
        while (cursor.next()) {
            batch = cursor.defect() == null ? names.get(cursor.batch()) : null;
            if (batch != null && place.correction().client(batch) >= 0) {
                for (int column = 0; column < labels.length; column++) {
                    labels[column] = cursor.text(FIRST_LABEL + column);
                }
                placed = null;
                return true;
            }
        }
        return false;
    }

    /** The batch, by the name that the correction knows. */
    String batch() {
        return batch;
    }

    /** What the cell is counted by. */
    String client() {
        return cursor.text(CLIENT);
    }

    /** The cell's label in a column, which may be {@value AnnotationSettings#UNASSIGNED}; null where it has none. */
    String label(int column) {
        return labels[column];
    }

    /** Whether a text stands for no label. */
    static boolean isNone(String label) {
        return AnnotationSettings.UNASSIGNED.equals(label);
    }

    private static String given(String label) {
        return isNone(label) ? null : label;
    }

    /** Whether there is any text in a label column. */
    boolean hasText() {
        return Arrays.stream(labels).anyMatch(label -> label != null);
    }

    /** Whether the cell has a label in any column. */
    boolean isLabelled() {
        return Arrays.stream(labels).anyMatch(label -> given(label) != null);
    }

    /** The corrected coordinates, about the model's centre; null where they are not finite. */
    double[] place() {
        placed = placed == null ? place.of(batch, cursor.cell()) : placed;
        return placed;
    }

    int prototype() {
        return place.prototypes().of(place());
    }

    /** What it is told together with, dealt one by one to so many parts. */
    LabelGroup group(int prototype, int parts) {
        List<String> all =
                Arrays.asList(Arrays.stream(labels).map(SparkLabelCells::given).toArray(String[]::new));
        return new LabelGroup(
                all, prototype, parts > 1 ? LabelFolds.byCell(parts).of(batch, cursor.cell()) : 0);
    }

    int fold(LabelFolds folds) {
        return folds.of(batch, cursor.cell());
    }

    /** Whether it is one of a share of the cells. */
    boolean isIn(double share) {
        return CellKeys.uniform(CellKeys.key(0L, CellKeys.content(cursor.cell()))) < share;
    }
}
