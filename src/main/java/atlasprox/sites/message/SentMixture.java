package atlasprox.sites.message;

import atlasprox.aligned.model.FilmMixture;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A mixture as it is sent: prototypes that batches share are there once.
 *
 * @param batches the batches' names
 * @param prototypes sets of unit rows of d coordinates
 * @param set for each batch the number of its set of prototypes
 * @param gamma B x K x d scales
 * @param beta B x K x d offsets
 * @param starts B x d displacements
 * @param penalties B x K log-penalties
 * @param sigma the width of responsibilities
 * @param innerIterations J
 */
record SentMixture(
        List<String> batches,
        double[][][] prototypes,
        int[] set,
        double[][][] gamma,
        double[][][] beta,
        double[][] starts,
        double[][] penalties,
        double sigma,
        int innerIterations) {

    static SentMixture of(FilmMixture mixture) {
        List<double[][]> sets = new ArrayList<>();
        int[] set = new int[mixture.batches().size()];
        for (int b = 0; b < set.length; b++) {
            set[b] = place(sets, mixture.prototypes(b));
        }
        return new SentMixture(
                mixture.batches(),
                sets.toArray(double[][][]::new),
                set,
                of(mixture, FilmMixture.Experts::gamma).toArray(double[][][]::new),
                of(mixture, FilmMixture.Experts::beta).toArray(double[][][]::new),
                of(mixture, FilmMixture.Experts::start).toArray(double[][]::new),
                of(mixture, FilmMixture.Experts::penalties).toArray(double[][]::new),
                mixture.sigma(),
                mixture.innerIterations());
    }

    private static <T> List<T> of(FilmMixture mixture, Function<FilmMixture.Experts, T> part) {
        return IntStream.range(0, mixture.batches().size())
                .mapToObj(b -> part.apply(mixture.experts(b)))
                .toList();
    }

    private static int place(List<double[][]> sets, double[][] rows) {
        for (int i = 0; i < sets.size(); i++) {
            if (sets.get(i) == rows) {
                return i;
            }
        }
        sets.add(rows);
        return sets.size() - 1;
    }

    FilmMixture mixture() {
        double[][][] ofBatches = new double[set.length][][];
        for (int b = 0; b < set.length; b++) {
            ofBatches[b] = prototypes[set[b]];
        }
        return new FilmMixture(batches, ofBatches, gamma, beta, starts, penalties, sigma, innerIterations);
    }
}
