package atlasprox.aligned.start;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.settings.Parts;
import atlasprox.math.Centre;
import atlasprox.math.Moments;
import atlasprox.math.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The displacements of the batches before the first round. Batches that have labels go by these ({@link GuidedStart}); those that have none, by where
 * their centroids lie ({@link DisplacementVoting}), among each other or onto the largest group of batches that labels have brought together. Where values
 * are preserved, centroids of different ones are never brought onto each other, nor batches that share no value, by whatever way.
 */
public final class StartShifts {
    /** Of a batch, or of batches that labels have brought together; as many as are matched at once ({@link DisplacementVoting}). */
    private static final int MOST_CENTROIDS = 100;

    private final Parts parts;
    private final long[] sizes;
    private final List<ClientCentroids> centroids;
    private final double ratio;
    private final int[][] ofBatches;
    private final double[][] shifts;

    /**
     * @param parts which part of which batch each client is
     * @param sizes the clients' cell counts
     * @param centroids one summary per client
     * @param ratio by how much a displacement must beat every rival to be taken; 0 takes every best one
     */
    private StartShifts(Parts parts, long[] sizes, List<ClientCentroids> centroids, double ratio, double[][] guided) {
        this.parts = parts;
        this.sizes = sizes;
        this.centroids = centroids;
        this.ratio = ratio;
        this.ofBatches = parts.ofBatches();
        this.shifts = guided;
    }

    /**
     * @param parts which part of which batch each client is
     * @param told what each client tells of its cells
     * @param mean what shifts are worked out about
     * @param sizes the clients' cell counts
     * @param centroids one summary per client; not asked for where every batch has labels to go by
     * @param ratio by how much a displacement must beat every rival to be taken; 0 takes every best one
     * @return client x d displacements, alike for the parts of a batch; zeros for batches that nothing moves
     */
    public static double[][] of(
            Parts parts,
            List<Moments> told,
            Centre mean,
            long[] sizes,
            Supplier<List<ClientCentroids>> centroids,
            double ratio) {
        double[][] shifts = new double[parts.batches()][told.get(0).dimension()];
        List<List<Integer>> together = List.of();
        if (parts.areGuided()) {
            int[] strata = GuidedStart.strata(parts, told);
            double[][] means =
                    told.stream().map(cells -> mean.about(cells.mean())).toArray(double[][]::new);
            shifts = GuidedStart.shifts(parts, strata, told, means);
            together = parts.sharing(client -> strata[client]);
        }
        if (together.stream().mapToInt(List::size).sum() < parts.batches()) {
            new StartShifts(parts, sizes, centroids.get(), ratio, shifts).voteAll(together);
        }
        double[][] found = shifts;
        return Arrays.stream(parts.batch()).mapToObj(b -> found[b]).toArray(double[][]::new);
    }

    private void voteAll(List<List<Integer>> together) {
        for (List<Integer> sharing : parts.sharing(client -> parts.value()[client])) {
            List<List<Integer>> units = new ArrayList<>();
            together.stream()
                    .filter(sharing::containsAll)
                    .max(Comparator.comparingLong(this::cells))
                    .ifPresent(units::add);
            sharing.stream()
                    .filter(b -> together.stream().noneMatch(unit -> unit.contains(b)))
                    .forEach(b -> units.add(List.of(b)));
            vote(units);
        }
    }

    private void vote(List<List<Integer>> units) {
        List<ClientCentroids> voting = new ArrayList<>();
        List<List<Integer>> telling = new ArrayList<>();
        for (List<Integer> unit : units) {
            centroids(unit).ifPresent(found -> {
                voting.add(found);
                telling.add(unit);
            });
        }
        if (voting.size() > 1) {
            double[][] found = DisplacementVoting.shifts(
                    voting, telling.stream().mapToLong(this::cells).toArray(), ratio);
            for (int u = 0; u < found.length; u++) {
                for (int b : telling.get(u)) {
                    shifts[b] = Vectors.plus(shifts[b], found[u]);
                }
            }
        }
    }

    private long cells(List<Integer> batches) {
        return batches.stream()
                .flatMapToInt(b -> IntStream.of(ofBatches[b]))
                .mapToLong(client -> sizes[client])
                .sum();
    }

    /** Those of a unit's parts, as many of each, displaced as their batches are; if the parts are too many, those of the most cells. */
    private Optional<ClientCentroids> centroids(List<Integer> unit) {
        List<Integer> telling = unit.stream()
                .flatMap(b -> Arrays.stream(ofBatches[b]).boxed())
                .filter(client -> centroids.get(client).isTold())
                .sorted(Comparator.comparingLong((Integer client) -> -sizes[client])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_CENTROIDS)
                .toList();
        int each = MOST_CENTROIDS / Math.max(1, telling.size());
        return telling.stream()
                .map(client -> centroids
                        .get(client)
                        .of(parts.value()[client])
                        .moved(shifts[parts.batch()[client]])
                        .atMost(each))
                .reduce(ClientCentroids::with);
    }
}
