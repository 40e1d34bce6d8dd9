package atlasprox.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Property(tries = 30)
    void partsInAnyOrderGiveTheSameBits(@ForAll @IntRange(min = 1, max = 6) int parts, @ForAll long seed) {
        Discriminant discriminant = new Discriminant(LabelCells.reference(LabelCells.draw(3, 20, 1L)));
        LabelScores scores = discriminant.room();
        Random random = new Random(seed);
        Calibration whole = new Calibration();
        Calibration[] dealt = new Calibration[parts];
        for (int part = 0; part < parts; part++) {
            dealt[part] = new Calibration();
        }
        for (int i = 0; i < 60; i++) {
            discriminant.score(LabelCells.place(i % 3, random), scores);
            for (Calibration each : new Calibration[] {whole, dealt[random.nextInt(parts)]}) {
                each.addErrors(scores, i % 3, new double[3]);
                each.addDistance("type" + i % 3, scores.square(i % 3));
            }
        }
        Calibration merged = new Calibration();
        for (int part = parts - 1; part >= 0; part--) {
            merged.merge(dealt[part]);
        }
        assertThat(merged.errors()).containsExactly(whole.errors());
        assertThat(merged.distances().keySet()).isEqualTo(whole.distances().keySet());
        whole.distances()
                .forEach((label, of) ->
                        assertThat(merged.distances().get(label).counts()).isEqualTo(of.counts()));
    }

    @Test
    void aTailFollowsThePowerThatItsCellsFollow() {
        DistanceHistogram distances = new DistanceHistogram();
        int cells = 100_000;
        for (int i = 0; i < cells; i++) {
            distances.add(Math.pow((i + 0.5) / cells, -0.5));
        }
        NoveltyTail tail = new NoveltyTail(distances);
        for (double square : new double[] {1.5, 2, 5, 20}) {
            assertThat(tail.share(square)).isCloseTo(1 / (square * square), within(0.02 / square));
        }
        assertThat(tail.share(1000)).isCloseTo(1e-6, within(2e-7));
        assertThat(tail.share(0)).isEqualTo(1.0);
    }

    @Property
    void sharesFallFromOneTowardNone(@ForAll @IntRange(min = 1, max = 50) int cells, @ForAll long seed) {
        Random random = new Random(seed);
        DistanceHistogram distances = new DistanceHistogram();
        for (int i = 0; i < cells; i++) {
            distances.add(Math.exp(random.nextGaussian()));
        }
        NoveltyTail tail = new NoveltyTail(distances);
        double before = 1.0;
        for (double square = 1e-3; square < 1e3; square *= 1.1) {
            assertThat(tail.share(square)).isBetween(0.0, before);
            before = tail.share(square);
        }
        assertThat(before).isLessThan(0.2);
    }

    @Property(tries = 100)
    void noBinOfAHistogramIsOfFewerCells(@ForAll @IntRange(min = 1, max = 12) int least, @ForAll long seed) {
        Random random = new Random(seed);
        DistanceHistogram all = new DistanceHistogram();
        int cells = 1 + random.nextInt(60);
        for (int cell = 0; cell < cells; cell++) {
            all.add(Math.exp(3 * random.nextGaussian()));
        }
        DistanceHistogram coarse = all.ofAtLeast(least);
        assertThat(coarse.counts().values()).allMatch(of -> of >= least);
        assertThat(coarse.cells()).isEqualTo(cells >= least ? cells : 0);
        assertThat(all.ofAtLeast(1).counts()).isEqualTo(all.counts());
        if (cells >= least) {
            assertThat(coarse.counts().firstKey())
                    .isGreaterThanOrEqualTo(all.counts().firstKey());
            assertThat(coarse.counts().lastKey())
                    .isLessThanOrEqualTo(all.counts().lastKey());
        }
    }

    /** As where of many cells a share is held against the temperatures: distances are of all, errors of these. */
    @Property(tries = 50)
    void errorsOfFewerCellsAreNotKept(
            @ForAll @IntRange(min = 1, max = 12) int least, @ForAll @IntRange(min = 0, max = 12) int held) {
        Discriminant discriminant = new Discriminant(LabelCells.reference(LabelCells.draw(2, 20, 1L)));
        LabelScores scores = discriminant.room();
        Calibration calibration = new Calibration();
        for (int cell = 0; cell < 15; cell++) {
            discriminant.score(LabelCells.place(0, new Random(cell)), scores);
            calibration.addDistance("type0", scores.square(0));
            if (cell < held) {
                calibration.addErrors(scores, 1, new double[2]);
            }
        }
        Calibration told = calibration.ofAtLeast(least);
        assertThat(told.errors()).containsExactly(held >= least ? calibration.errors() : new double[25]);
        assertThat(told.distances().get("type0").cells()).isEqualTo(15);
    }
}
