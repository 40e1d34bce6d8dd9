package atlasprox.aligned;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.HuberWeight;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.round.BaseShifts;
import atlasprox.aligned.round.ExpertSolver;
import atlasprox.aligned.round.FiniteCheck;
import atlasprox.aligned.round.Objective;
import atlasprox.aligned.round.RoundFigures;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.start.DisplacementVoting;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * New batches on a fixed reference: prototypes, and the reference's groups, stay as they are, and every batch that arrives is fitted to
 * them as if it were alone with them. Batches are visited together and solved apart, so that neither their order nor their company makes
 * a difference. Of the two, the reference is a client whose cells are held ({@link Covariates}); the arriving one follows the formulas of
 * any fit. For kinds that the reference lacks a batch has prototypes of its own ({@link OwnPrototypes}), by which cells move with their
 * batch; one whose cells turn out to lie at a group of the reference, once their batch has moved, is given up.
 */
public final class ExtensionRounds {
    private static final int ARRIVING = 1;
    private static final Covariates HELD_AND_FREE = new Covariates(new int[][] {{0, 1}}, new double[][] {{0.0, 1.0}});

    /** Of the gap limit: a reference does not give way, so what is trusted at all is trusted to move all the way. */
    private static final double STRICTER = 0.5;

    private final AlignedSettings settings;
    private final List<String> arriving;
    private final Reference reference;
    private final OwnPrototypes ownPrototypes;
    private final RoundListener listener;

    /**
     * @param settings the settings in force; the diversity pressure and the early stop have no part in it
     * @param arriving the arriving clients' names, ascending, at least one
     * @param reference what they are held against
     * @param listener is told of every round
     */
    public ExtensionRounds(
            AlignedSettings settings, List<String> arriving, Reference reference, RoundListener listener) {
        this.settings = settings.withGapLimit(STRICTER * settings.gapLimit());
        this.arriving = List.copyOf(arriving);
        this.reference = reference;
        this.ownPrototypes = new OwnPrototypes(reference, this.settings);
        this.listener = listener;
    }

    /**
     * @param centroids one summary per arriving client
     * @param sizes the arriving clients' cell counts
     * @return a displacement per arriving client that brings it onto the reference; zeros where none is clear
     */
    public double[][] startShifts(List<ClientCentroids> centroids, long[] sizes) {
        double[][] shifts = new double[sizes.length][reference.centre()[0].length];
        ClientCentroids there = reference.centroids();
        for (int b = 0; b < shifts.length && settings.start() != AlignedSettings.Start.NONE; b++) {
            long[] both = {reference.cells(), sizes[b]};
            double[][] found = DisplacementVoting.shifts(
                    List.of(there, centroids.get(b)), both, settings.start().ratio());
            shifts[b] = HELD_AND_FREE.anchored(found, both)[ARRIVING];
        }
        return shifts;
    }

    /** @return the search for prototypes of the arriving clients' own, for the clients to do */
    public OwnPrototypes ownPrototypes() {
        return ownPrototypes;
    }

    /**
     * @param step the arriving clients' side
     * @param own for each arriving client its own prototypes, unit rows of d coordinates, maybe none
     * @param startShift a displacement per arriving client before the first round
     * @return the arriving clients' experts, the reference grown by them, and the trace
     * @throws IllegalStateException if sums or experts are not finite; the message names round, batch and prototype
     */
    public AlignedRounds.Result run(AlignedRounds.SumStep step, double[][][] own, double[][] startShift) {
        List<Client> clients = new ArrayList<>();
        for (int b = 0; b < startShift.length; b++) {
            clients.add(new Client(own[b], startShift[b]));
        }
        HuberWeight cut = reference.cut(settings.tailCut());
        List<RoundTrace> trace = new ArrayList<>();
        Objective before = null;
        for (int round = 1; round <= settings.rounds(); round++) {
            long start = System.nanoTime();
            clients.forEach(Client::giveUp);
            FilmMixture mixture = together(clients);
            List<ClientSums> sums = step.run(mixture, cut);
            FiniteCheck check = new FiniteCheck(round, arriving);
            check.require(sums, mixture);
            for (int b = 0; b < clients.size(); b++) {
                clients.get(b).solve(round, sums.get(b));
            }
            FilmMixture next = together(clients);
            check.require(next);
            Objective objective = Objective.of(sums, 0, false);
            trace.add(new RoundFigures(arriving, mixture, next, sums)
                    .trace(
                            round,
                            0.0,
                            objective,
                            before,
                            clients.stream().map(Client::separation).toList(),
                            separation(clients, sums),
                            start));
            listener.onRound(trace.get(trace.size() - 1), settings.rounds());
            before = objective;
        }
        AlignedRounds.Ending ending = new AlignedRounds.Ending(null, 0.0);
        return new AlignedRounds.Result(together(clients), grown(clients), List.copyOf(trace), ending);
    }

    /** The arriving clients' side of all pairs. */
    private FilmMixture together(List<Client> clients) {
        return FilmMixture.of(
                arriving,
                clients.stream().map(client -> client.pair.experts(ARRIVING)).toList(),
                settings.sigma(),
                settings.innerIterations());
    }

    private static double separation(List<Client> clients, List<ClientSums> sums) {
        double cells = 0.0;
        double separation = 0.0;
        for (int b = 0; b < clients.size(); b++) {
            cells += sums.get(b).cells();
            separation += sums.get(b).cells() * clients.get(b).separation();
        }
        return separation / cells;
    }

    private Reference grown(List<Client> clients) {
        Reference grown = reference;
        for (Client client : clients) {
            grown = grown.with(client.groups, reference.prototype().length);
        }
        return grown;
    }

    /** An arriving client, alone with the reference. */
    private final class Client {
        private FilmMixture pair;
        private BaseShifts shifts;
        private Reference groups;
        private double separation;

        Client(double[][] own, double[] startShift) {
            double[][] starts = {new double[startShift.length], startShift};
            this.pair = FilmMixture.shifting(
                    List.of("reference", "arriving"),
                    reference.beside(own).prototype(),
                    starts,
                    settings.sigma(),
                    settings.innerIterations());
            this.shifts = BaseShifts.beginning(starts, HELD_AND_FREE);
        }

        /** Leaves the cells of own prototypes that no longer lie apart to the reference's. */
        void giveUp() {
            if (groups != null) {
                pair = pair.keeping(k -> k < known() || isApart(k));
            }
        }

        private boolean isApart(int k) {
            return groups.count()[k] > 0.0 && ownPrototypes.isApart(groups.centre()[k]);
        }

        void solve(int round, ClientSums sums) {
            ClientSums standing = reference.beside(own(pair)).sums();
            ExpertSolver solver = new ExpertSolver(settings, HELD_AND_FREE, List.of(standing, sums), pair, shifts);
            ExpertSolver.Step next = solver.solve(round);
            double[][] prototypes = reference.beside(own(next.mixture())).prototype();
            pair = next.mixture().withPrototypes(prototypes, prototypes);
            shifts = next.shifts();
            groups = solver.groups(ARRIVING, pair);
            separation = solver.separation(ARRIVING);
        }

        private double[][] own(FilmMixture mixture) {
            double[][] all = mixture.prototypes(ARRIVING);
            return Arrays.copyOfRange(all, known(), all.length);
        }

        private int known() {
            return reference.prototype().length;
        }

        double separation() {
            return separation;
        }
    }
}
