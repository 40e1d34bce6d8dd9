package atlasprox.aligned;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.round.BaseShifts;
import atlasprox.aligned.round.ExpertSolver;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.settings.Parts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An arriving batch, alone with the reference: of the two, the reference is a batch whose cells are held ({@link Covariates}); the
 * arriving one follows the formulas of any fit. Where values are preserved both come in parts, one of each value.
 *
 * @param pair the experts of both
 * @param shifts their base shifts
 * @param groups the groups of the arriving batch's parts; none before the first round
 * @param separation how far apart it lies from the reference
 */
record Arrival(FilmMixture pair, BaseShifts shifts, List<Reference> groups, double separation) {
    /** The one of the two that stands. */
    private static final int STANDING = 0;

    /** The arriving one of the two. */
    static final int ARRIVING = 1;

    private static final double[][] STRENGTH = {{0.0, 1.0}};

    /** What the two are to each other. */
    static final Covariates HELD_AND_FREE = new Covariates(new int[][] {{STANDING, ARRIVING}}, STRENGTH);

    private static final List<String> NAMES = List.of("reference", "arriving");

    static Arrival beginning(Reference reference, AlignedSettings settings, double[][] own, double[] startShift) {
        double[][] starts = {new double[startShift.length], startShift};
        FilmMixture pair = FilmMixture.shifting(
                NAMES, reference.beside(own).prototype(), starts, settings.sigma(), settings.innerIterations());
        return new Arrival(pair, BaseShifts.beginning(starts, HELD_AND_FREE), List.of(), 0.0);
    }

    /** Leaves the cells of own prototypes that no longer lie apart to the reference's. */
    Arrival giveUp(OwnPrototypes search) {
        int known = search.reference().prototype().length;
        if (groups.isEmpty()) {
            return this;
        }
        Reference all = together();
        return new Arrival(
                pair.keeping(k -> k < known || all.count()[k] > 0.0 && search.isApart(all.centre()[k])),
                shifts,
                groups,
                separation);
    }

    /** The groups of all parts. */
    Reference together() {
        return groups.stream()
                .reduce((one, other) -> one.with(other, other.prototype().length))
                .orElseThrow();
    }

    /**
     * @param round the round's number
     * @param references what stands, by the values to preserve, each of the same prototypes
     * @param settings the settings in force
     * @param sums of the arriving batch's parts
     * @param values for each of these the number of its value
     */
    Arrival solve(
            int round, List<Reference> references, AlignedSettings settings, List<ClientSums> sums, int[] values) {
        Reference any = references.get(0);
        Stream<ClientSums> standing = references.stream()
                .map(reference -> reference.beside(own(pair, any)).sums());
        Sides sides = new Sides(references.size(), values);
        ExpertSolver solver = new ExpertSolver(
                settings,
                sides.covariates(),
                Stream.concat(standing, sums.stream()).toList(),
                sides.each(pair),
                new BaseShifts(sides.each(shifts.start()), shifts.levels()));
        ExpertSolver.Step next = solver.solve(round);
        double[][] prototypes = any.beside(own(sides.pair(next.mixture()), any)).prototype();
        FilmMixture nextPair = sides.pair(next.mixture()).withPrototypes(prototypes, prototypes);
        FilmMixture parts = sides.each(nextPair);
        return new Arrival(
                nextPair,
                new BaseShifts(shifts.start(), next.shifts().levels()),
                IntStream.range(references.size(), sides.count())
                        .mapToObj(part -> solver.groups(part, parts))
                        .toList(),
                solver.separation().ofClients().get(ARRIVING));
    }

    private static double[][] own(FilmMixture mixture, Reference reference) {
        double[][] all = mixture.prototypes(ARRIVING);
        return Arrays.copyOfRange(all, reference.prototype().length, all.length);
    }

    /**
     * The parts of the two, those that stand first.
     *
     * @param standing how many of these there are, one of each value
     * @param values for each arriving part the number of its value
     */
    private record Sides(int standing, int[] values) {

        int count() {
            return standing + values.length;
        }

        private int side(int part) {
            return part < standing ? STANDING : ARRIVING;
        }

        private int[] side() {
            return IntStream.range(0, count()).map(this::side).toArray();
        }

        Covariates covariates() {
            int[] value = IntStream.concat(IntStream.range(0, standing), Arrays.stream(values))
                    .toArray();
            return new Covariates(new int[][] {side()}, STRENGTH).of(new Parts(side(), new int[count()], value, false));
        }

        double[][] each(double[][] ofTwo) {
            return Arrays.stream(side()).mapToObj(side -> ofTwo[side]).toArray(double[][]::new);
        }

        FilmMixture each(FilmMixture ofTwo) {
            return of(
                    Arrays.stream(side()).mapToObj(ofTwo.batches()::get).toList(),
                    Arrays.stream(side()).mapToObj(ofTwo::experts).toList(),
                    ofTwo);
        }

        FilmMixture pair(FilmMixture ofParts) {
            return of(NAMES, List.of(ofParts.experts(0), ofParts.experts(standing)), ofParts);
        }

        private static FilmMixture of(List<String> names, List<FilmMixture.Experts> experts, FilmMixture like) {
            return FilmMixture.of(names, experts, like.sigma(), like.innerIterations());
        }
    }
}
