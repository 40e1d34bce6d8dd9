package atlasprox.scfedvi.net;

/** Room for a matrix that is written again and again. */
final class Rows {
    private Rows() {}

    /** @return the rows as they are where they are enough, else others */
    static float[][] atLeast(float[][] rows, int count, int columns) {
        return rows.length >= count ? rows : new float[count][columns];
    }
}
