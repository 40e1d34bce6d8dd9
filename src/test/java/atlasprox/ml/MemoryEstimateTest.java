package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.aligned.settings.AlignedSettings;
import java.util.List;
import java.util.function.ToLongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The estimate never falls where there is more to hold; how close it comes is what bench/memory.py measures. */
class MemoryEstimateTest {
    private static final List<ToLongFunction<MemoryEstimate>> FIGURES = List.of(
            MemoryEstimate::driver,
            MemoryEstimate::executor,
            MemoryEstimate::fittingTask,
            MemoryEstimate::writingTask,
            MemoryEstimate::cells,
            MemoryEstimate::labels,
            estimate -> estimate.together(2));

    @Property
    void growsWithEverythingThatIsHeld(
            @ForAll @LongRange(min = 1, max = 10_000_000_000L) long cells,
            @ForAll @IntRange(min = 1, max = 5_000) int dimension,
            @ForAll @LongRange(min = 1, max = 10_000_000) long batches,
            @ForAll @IntRange(min = 2, max = Integer.MAX_VALUE) int prototypes,
            @ForAll @LongRange(min = 1, max = 1_000_000) long part,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @IntRange(min = 1, max = 100) int times) {
        MemoryEstimate.Sizes less = new MemoryEstimate.Sizes(cells, dimension, batches, part, part, part);
        List<MemoryEstimate.Sizes> more = List.of(
                new MemoryEstimate.Sizes(cells, dimension * times, batches, part, part, part),
                new MemoryEstimate.Sizes(cells, dimension, batches * times, part, part, part),
                new MemoryEstimate.Sizes(cells, dimension, batches, part * times, part, part),
                new MemoryEstimate.Sizes(cells, dimension, batches, part, part * times, part),
                new MemoryEstimate.Sizes(cells, dimension, batches, part, part, part * times));
        AlignedSettings settings = settings(prototypes, 0.0, AlignedSettings.BY_BATCHES);
        for (MemoryEstimate.Sizes sizes : more) {
            requireNoLess(aligned(sizes, settings, columns), aligned(less, settings, columns));
            for (boolean adam : new boolean[] {true, false}) {
                requireNoLess(
                        MemoryEstimate.scBatchProx(sizes, adam, 0.8), MemoryEstimate.scBatchProx(less, adam, 0.8));
            }
        }
        MemoryEstimate least = aligned(less, settings, columns);
        int raised = (int) Math.min(Integer.MAX_VALUE, (long) prototypes * times);
        requireNoLess(aligned(less, settings(raised, 0.0, AlignedSettings.BY_BATCHES), columns), least);
        requireNoLess(aligned(less, settings(prototypes, 2.0, AlignedSettings.BY_BATCHES), columns), least);
        requireNoLess(aligned(less, settings, columns + times), least);
        MemoryEstimate all = aligned(less, settings(prototypes, 0.0, 0L), columns);
        assertThat(all.cells()).isGreaterThanOrEqualTo(least.cells());
    }

    @Test
    void labelsToTellCountWhereTheyTakeMoreThanTheFit() {
        MemoryEstimate.Sizes sizes = new MemoryEstimate.Sizes(10_000_000, 50, 10, 1_000_000, 500_000, 2);
        MemoryEstimate fit = aligned(sizes, settings(100, 0.0, AlignedSettings.BY_BATCHES), 1);
        assertThat(withLabels(fit, sizes, 10, 1, 1, 1).driver()).isEqualTo(fit.driver());
        assertThat(withLabels(fit, sizes, 10, 1, 1, 1).executor()).isEqualTo(fit.executor());
        MemoryEstimate many = withLabels(fit, sizes, 10, 1_000, 100, 1);
        // Ten parts of 100,000 groups, of 864 bytes: once here, and once as they come in.
        assertThat(many.labels()).isBetween(1_728_000_000L, 1_730_000_000L);
        assertThat(many.driver()).isBetween(1_728_000_000L, 1_900_000_000L);
        assertThat(many.fittingTask()).isBetween(432_000_000L, 440_000_000L);
        requireNoLess(many, fit);
        // Counts of as many groups in each of ten batches, and which of them are told of, of 100 bytes, of both twice;
        // tasks go by the latter.
        MemoryEstimate counted = withLabels(fit, sizes, 10, 1_000, 100, 2);
        assertThat(counted.driver() - many.driver()).isEqualTo(400_000_000L);
        assertThat(counted.labels() - many.labels()).isEqualTo(400_000_000L);
        assertThat(counted.executor() - many.executor()).isEqualTo(200_000_000L);
        requireNoLess(counted, many);
        // Of ten million cells no more than a hundred thousand groups have a hundred.
        assertThat(withLabels(fit, sizes, 10, 1_000, 100, 100).executor() - many.executor())
                .isEqualTo(20_000_000L);
        // Parts of batches are counted apart.
        requireNoLess(withLabels(fit, sizes, 50, 1_000, 100, 2), counted);
        assertThat(withLabels(fit, sizes, 50, 1_000, 100, 2).labels()).isGreaterThan(counted.labels());
    }

    /** 256 bins of 80 bytes for each label in each of a thousand batches, twice, where there are so many cells; without counts for each label. */
    @Test
    void distancesAreKeptByBatchWhereSmallGroupsAreLeftOut() {
        MemoryEstimate.Sizes sizes = new MemoryEstimate.Sizes(100_000_000, 10, 1_000, 1_000_000, 500_000, 20);
        MemoryEstimate fit = aligned(sizes, settings(2, 0.0, AlignedSettings.BY_BATCHES), 1);
        MemoryEstimate counted = withLabels(fit, sizes, 1_000, 100, 1, 2);
        assertThat(counted.labels() - withLabels(fit, sizes, 1_000, 100, 1, 1).labels())
                .isBetween(4_100_000_000L, 4_140_000_000L);
        assertThat(counted.fittingTask()).isGreaterThanOrEqualTo(40_000_000L);
        MemoryEstimate.Sizes few = new MemoryEstimate.Sizes(1_000_000, 10, 1_000, 10_000, 500_000, 20);
        assertThat(withLabels(fit, few, 1_000, 100, 1, 2).labels()).isLessThan(400_000_000L);
    }

    private static MemoryEstimate withLabels(
            MemoryEstimate fit,
            MemoryEstimate.Sizes sizes,
            long clients,
            double labels,
            double prototypes,
            int minCells) {
        return fit.withLabels(sizes, new MemoryEstimate.Labelled(clients, labels, prototypes, minCells));
    }

    private static MemoryEstimate aligned(MemoryEstimate.Sizes sizes, AlignedSettings settings, int columns) {
        return MemoryEstimate.aligned(sizes, settings, columns);
    }

    private static void requireNoLess(MemoryEstimate more, MemoryEstimate less) {
        FIGURES.forEach(figure -> assertThat(figure.applyAsLong(more))
                .as("%s, %s", more, less)
                .isNotNegative()
                .isGreaterThanOrEqualTo(figure.applyAsLong(less)));
    }

    /** Neither the driver nor what executors share knows of the cells; tasks know of their own alone. */
    @Property
    void theDriverDoesNotGrowWithTheCells(
            @ForAll @LongRange(min = 100_000, max = 1_000_000) long cells,
            @ForAll @IntRange(min = 2, max = 1_000) int times) {
        AlignedSettings settings = settings(0, 0.0, AlignedSettings.BY_BATCHES);
        MemoryEstimate few = aligned(new MemoryEstimate.Sizes(cells, 50, 20, cells, 90_000, 20), settings, 1);
        MemoryEstimate many =
                aligned(new MemoryEstimate.Sizes(cells * times, 50, 20, cells * times, 90_000, 20), settings, 1);
        assertThat(many.driver()).isEqualTo(few.driver());
        assertThat(many.executor()).isEqualTo(few.executor());
        assertThat(many.cells()).isEqualTo(few.cells());
        assertThat(many.largestTask()).isLessThanOrEqualTo(few.largestTask());
    }

    /** B K d = 25 million: a mixture is 432 MB. */
    @Test
    void ofFiveThousandBatches() {
        MemoryEstimate.Sizes sizes = new MemoryEstimate.Sizes(1_000_000, 50, 5_000, 200, 500_000, 2_500);
        MemoryEstimate estimate = aligned(sizes, settings(0, 0.0, AlignedSettings.BY_BATCHES), 1);
        assertThat(estimate.executor()).isEqualTo(864_000_000L);
        assertThat(estimate.driver()).isBetween(1_376_000_000L, 1_600_000_000L);
        assertThat(estimate).isEqualTo(aligned(sizes, settings(100, 0.0, AlignedSettings.BY_BATCHES), 1));
        assertThat(MemoryEstimate.scBatchProx(sizes, false, 0.8).driver()).isLessThan(200_000_000L);
    }

    /** A mixture is 2.05 GB. */
    @Test
    void ofWideBatches() {
        MemoryEstimate.Sizes sizes = new MemoryEstimate.Sizes(200_000, 1_280, 1_000, 200, 5_000, 25);
        MemoryEstimate estimate = aligned(sizes, settings(0, 0.0, AlignedSettings.BY_BATCHES), 1);
        assertThat(estimate.driver()).isBetween(4_600_000_000L, 5_000_000_000L);
    }

    private static AlignedSettings settings(int prototypes, double theta, long maxFitCells) {
        return new AlignedSettings(
                8,
                prototypes,
                0.1,
                theta,
                1.0,
                1.0,
                1.0,
                1,
                3.0,
                0.001,
                1,
                0.0,
                1e-3,
                AlignedSettings.Start.AUTO,
                maxFitCells,
                0L);
    }
}
