package atlasprox.aligned.round;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.aligned.PlainSettings;
import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.settings.Parts;
import atlasprox.aligned.settings.Strengths;
import atlasprox.math.Frame;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Sums that go as experts come, and sums without groups that are as good as absent, give what all sums give: the same bits. */
class SolvingInPlaceTest {
    private static final AlignedSettings SETTINGS = PlainSettings.rounds(8, 0);

    /** Cells at the first belong to the second by a few millionths, and to the third not at all. */
    private static final double[][] PROTOTYPES = {{1, 0}, {0.375, Math.sqrt(1 - 0.375 * 0.375)}, {-1, 0}};

    @Property(tries = 60)
    void theSameBitsWhateverIsGivenUp(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 150) int clients,
            @ForAll @IntRange(min = 1, max = 2) int columns,
            @ForAll boolean inParts) {
        Covariates covariates = covariates(clients, columns, inParts);
        List<ClientSums> dense = sums(seed, clients);
        List<ClientSums> sparse = sums(seed, clients);
        sparse.forEach(client -> client.withoutLessThan(0.5 * ExpertSolver.ABSENT));
        ExpertSolver.Step expected = solver(covariates, dense).solve(1);
        ExpertSolver.Step found = solver(covariates, sparse).solveInPlace(1);
        for (int b = 0; b < clients; b++) {
            assertThat(found.mixture().gamma(b))
                    .isDeepEqualTo(expected.mixture().gamma(b));
            assertThat(found.mixture().beta(b)).isDeepEqualTo(expected.mixture().beta(b));
            assertThat(found.mixture().start(b))
                    .containsExactly(expected.mixture().start(b));
        }
        assertThat(found.mixture().prototypes(0))
                .isDeepEqualTo(expected.mixture().prototypes(0));
        assertThat(found.shifts().levels()).isDeepEqualTo(expected.shifts().levels());
        assertThat(found.moving()).isEqualTo(expected.moving());
        assertSame(found.reference(), expected.reference());
        assertThat(found.ofValues()).hasSameSizeAs(expected.ofValues()).hasSize(inParts ? 2 : 0);
        for (int value = 0; value < expected.ofValues().size(); value++) {
            assertSame(found.ofValues().get(value), expected.ofValues().get(value));
        }
        assertThat(dense).allSatisfy(client -> assertThat(client.count(0)).isPositive());
        assertThat(sparse).allSatisfy(client -> assertThat(client.count(0)).isZero());
        assertThat(sparse)
                .extracting(ClientSums::objective)
                .isEqualTo(dense.stream().map(ClientSums::objective).toList());
    }

    private static void assertSame(Reference found, Reference expected) {
        assertThat(found.count()).containsExactly(expected.count());
        assertThat(found.centre()).isDeepEqualTo(expected.centre());
        assertThat(found.variance()).isDeepEqualTo(expected.variance());
        assertThat(found.cells()).isEqualTo(expected.cells());
    }

    private static ExpertSolver solver(Covariates covariates, List<ClientSums> sums) {
        BaseShifts none = BaseShifts.beginning(new double[sums.size()][2], covariates);
        return new ExpertSolver(SETTINGS, covariates, sums, identity(sums.size()), none);
    }

    /** In parts there are two clients a batch, of one value each; of every fourth batch they have a label. */
    private static Covariates covariates(int clients, int columns, boolean inParts) {
        int[] batch = IntStream.range(0, clients).map(b -> inParts ? b / 2 : b).toArray();
        List<String> names = List.of("donor", "assay").subList(0, columns);
        List<List<String>> values = IntStream.of(batch)
                .mapToObj(b -> List.of("d" + b, "a" + b % 3).subList(0, columns))
                .toList();
        Covariates whole = Covariates.of(values, new Strengths(names, List.of()));
        int[] value = IntStream.range(0, clients).map(b -> b % 2).toArray();
        int[] label = IntStream.of(batch)
                .map(b -> b % 4 == 0 ? b / 4 % 2 : Parts.UNLABELLED)
                .toArray();
        return inParts ? whole.of(new Parts(batch, label, value, true)) : whole;
    }

    /** Of each client cells at the first prototype, and of one in three at another one as well. */
    private static List<ClientSums> sums(long seed, int clients) {
        Random random = new Random(seed);
        FilmMixture mixture = identity(clients);
        ClientSums.Visitor visitor = new ClientSums.Visitor(mixture, null);
        return IntStream.range(0, clients)
                .mapToObj(b -> {
                    ClientSums sums = new ClientSums(PROTOTYPES.length, Frame.plain(2));
                    for (int i = 0; i < 6; i++) {
                        double[] about = PROTOTYPES[i < 3 || b % 3 == 0 ? 0 : 1 + b % 2];
                        float[] cell = {
                            (float) (8 * about[0] + 0.3 * random.nextGaussian()),
                            (float) (8 * about[1] + 0.3 * random.nextGaussian())
                        };
                        visitor.visit(b, cell, 0, sums);
                    }
                    return sums;
                })
                .toList();
    }

    private static FilmMixture identity(int clients) {
        return FilmMixture.shifting(
                IntStream.range(0, clients)
                        .mapToObj(b -> String.format("b%03d", b))
                        .toList(),
                PROTOTYPES,
                new double[clients][2],
                0.1,
                2);
    }
}
