package atlasprox.aligned.start;

import atlasprox.math.Centre;
import atlasprox.math.GeometricMedian;
import atlasprox.math.Moments;
import atlasprox.math.Vectors;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The place that directions are taken from: amid the batches as the start leaves them, before it is known which of them differ. That is
 * the geometric median of their means, each counted once for every cell, so that a batch which the start could not bring to the others does
 * not draw it away from where these lie, as it would draw a mean. A batch of more than half of the cells has it at its mean, and so has the
 * larger one of two.
 */
public final class StartCentre {
    /** Of Weiszfeld's for the median. Each costs B d. */
    private static final int STEPS = 100;

    /** Of the means' deviation: nearer to the median they all weigh alike. */
    private static final double NO_DISTANCE = 1e-6;

    private StartCentre() {}

    /**
     * @param clients moments of all cells of each client; of none where it does not tell
     * @param mean the mean of all cells
     * @param displacements B x d displacements of the clients before the first round
     * @return the centre, in coordinates about the mean of all cells; that mean where fewer than two clients tell of cells
     */
    public static Centre of(List<Moments> clients, Centre mean, double[][] displacements) {
        int[] telling = IntStream.range(0, displacements.length)
                .filter(b -> clients.get(b).count() > 0)
                .toArray();
        if (telling.length < 2) {
            return Centre.origin(mean.coordinates().length);
        }
        double[][] places = IntStream.of(telling)
                .mapToObj(b -> Vectors.plus(mean.about(clients.get(b).mean()), displacements[b]))
                .toArray(double[][]::new);
        double[] cells =
                IntStream.of(telling).mapToDouble(b -> clients.get(b).count()).toArray();
        double least = NO_DISTANCE * deviation(places, cells);
        return least == 0.0
                ? new Centre(places[0])
                : new Centre(GeometricMedian.of(
                        places, cells, (i, place) -> Math.sqrt(Vectors.square(places[i], place)), least, STEPS));
    }

    /** Of the places from their mean. */
    private static double deviation(double[][] places, double[] cells) {
        double[] mean = Vectors.mean(places, cells);
        double all = 0.0;
        double squares = 0.0;
        for (int i = 0; i < places.length; i++) {
            all += cells[i];
            squares += cells[i] * Vectors.square(places[i], mean);
        }
        return Math.sqrt(squares / all);
    }
}
