package atlasprox.scfedvi.net;

import java.util.Arrays;

/** Rows of numbers of which only those that are not 0 are kept; filled row after row, and again. Not thread-safe. */
final class SparseRows {
    private int rows;
    private int[] end = new int[128];
    private int[] which = new int[1024];
    private float[] values = new float[1024];

    void clear() {
        rows = 0;
    }

    int rows() {
        return rows;
    }

    int begin(int row) {
        return row == 0 ? 0 : end[row - 1];
    }

    int end(int row) {
        return end[row];
    }

    /** The columns of all rows' values. */
    int[] which() {
        return which;
    }

    /** All rows' values. */
    float[] values() {
        return values;
    }

    /** Makes room for another row of so many values, and returns where they go. */
    int open(int most) {
        int from = begin(rows);
        if (from + most > which.length) {
            int room = Math.max(from + most, 2 * which.length);
            which = Arrays.copyOf(which, room);
            values = Arrays.copyOf(values, room);
        }
        if (rows == end.length) {
            end = Arrays.copyOf(end, 2 * rows);
        }
        return from;
    }

    /** Ends the row that {@link #open} began, at the place after its last value. */
    void close(int to) {
        end[rows++] = to;
    }

    /** Adds a row that has all of its values. */
    void addRow(float[] row) {
        int to = open(row.length);
        for (int column = 0; column < row.length; column++) {
            which[to] = column;
            values[to++] = row[column];
        }
        close(to);
    }

    /**
     * Fills these with the columns of others.
     *
     * @param other the rows
     * @param columns how many they have
     */
    void turn(SparseRows other, int columns) {
        clear();
        int all = other.begin(other.rows);
        open(all);
        end = end.length < columns ? new int[columns] : end;
        Arrays.fill(end, 0, columns, 0);
        for (int i = 0; i < all; i++) {
            end[other.which[i]]++;
        }
        for (int column = 0, sum = 0; column < columns; column++) {
            int size = end[column];
            end[column] = sum;
            sum += size;
        }
        for (int row = 0; row < other.rows; row++) {
            for (int i = other.begin(row); i < other.end[row]; i++) {
                int place = end[other.which[i]]++;
                which[place] = row;
                values[place] = other.values[i];
            }
        }
        rows = columns;
    }
}
