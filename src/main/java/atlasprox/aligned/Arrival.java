package atlasprox.aligned;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.round.BaseShifts;
import atlasprox.aligned.round.ExpertSolver;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import java.util.Arrays;
import java.util.List;

/**
 * An arriving client, alone with the reference: of the two, the reference is a client whose cells are held ({@link Covariates}); the
 * arriving one follows the formulas of any fit.
 *
 * @param pair the experts of both
 * @param shifts their base shifts
 * @param groups the arriving client's groups; null before the first round
 * @param separation how far apart it lies from the reference
 */
record Arrival(FilmMixture pair, BaseShifts shifts, Reference groups, double separation) {
    /** The arriving one of the two. */
    static final int ARRIVING = 1;

    /** What the two are to each other. */
    static final Covariates HELD_AND_FREE = new Covariates(new int[][] {{0, 1}}, new double[][] {{0.0, 1.0}});

    static Arrival beginning(Reference reference, AlignedSettings settings, double[][] own, double[] startShift) {
        double[][] starts = {new double[startShift.length], startShift};
        FilmMixture pair = FilmMixture.shifting(
                List.of("reference", "arriving"),
                reference.beside(own).prototype(),
                starts,
                settings.sigma(),
                settings.innerIterations());
        return new Arrival(pair, BaseShifts.beginning(starts, HELD_AND_FREE), null, 0.0);
    }

    /** Leaves the cells of own prototypes that no longer lie apart to the reference's. */
    Arrival giveUp(OwnPrototypes search) {
        int known = search.reference().prototype().length;
        return groups == null
                ? this
                : new Arrival(pair.keeping(k -> k < known || isApart(k, search)), shifts, groups, separation);
    }

    private boolean isApart(int k, OwnPrototypes search) {
        return groups.count()[k] > 0.0 && search.isApart(groups.centre()[k]);
    }

    Arrival solve(int round, Reference reference, AlignedSettings settings, ClientSums sums) {
        ClientSums standing = reference.beside(own(pair, reference)).sums();
        ExpertSolver solver = new ExpertSolver(settings, HELD_AND_FREE, List.of(standing, sums), pair, shifts);
        ExpertSolver.Step next = solver.solve(round);
        double[][] prototypes = reference.beside(own(next.mixture(), reference)).prototype();
        FilmMixture nextPair = next.mixture().withPrototypes(prototypes, prototypes);
        return new Arrival(nextPair, next.shifts(), solver.groups(ARRIVING, nextPair), solver.separation(ARRIVING));
    }

    private static double[][] own(FilmMixture mixture, Reference reference) {
        double[][] all = mixture.prototypes(ARRIVING);
        return Arrays.copyOfRange(all, reference.prototype().length, all.length);
    }
}
