package atlasprox.metrics.score;

/**
 * Unscaled LISI over one column: how many of its values a cell effectively meets among its neighbours.
 *
 * @param name what it is called, {@link UnscaledLisi#BATCH} or {@link UnscaledLisi#CELL_TYPE}
 * @param column the column's name
 * @param cells the cells that have a value in it, at least 2
 * @param mean over these cells, from 1 to the number of values
 * @param deviation the standard deviation over these cells, of squares divided by their number
 */
public record LisiSpread(String name, String column, int cells, double mean, double deviation) {

    static LisiSpread of(String name, String column, double[] values) {
        double sum = 0.0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0.0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new LisiSpread(name, column, values.length, mean, Math.sqrt(squares / values.length));
    }

    /** @return the name in tables */
    public String title() {
        return name + " (" + column + ")";
    }
}
