package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.sample.CellKeys;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GridSumsTest {
    private static final int TERMS = 3;

    @Property(tries = 300)
    void shardsInAnyOrderGiveTheSameBits(
            @ForAll @Size(min = 1, max = 200) List<@FloatRange(min = -1e6f, max = 1e6f) Float> cells,
            @ForAll @IntRange(min = 1, max = 7) int shards,
            @ForAll long seed) {
        Frame frame = frame(cells);
        GridSums whole = sums(cells, frame);
        List<Float> shuffled = new ArrayList<>(cells);
        Collections.shuffle(shuffled, new Random(seed));
        GridSums merged = new GridSums(TERMS);
        for (int s = 0; s < shards; s++) {
            int from = shuffled.size() * s / shards;
            merged.merge(sums(shuffled.subList(from, shuffled.size() * (s + 1) / shards), frame));
        }
        for (int term = 0; term < TERMS; term++) {
            assertThat(merged.get(term)).isEqualTo(whole.get(term));
        }
    }

    /** Far from the origin, with small variance: sums about the mean lose nothing that the floats have. */
    @Property(tries = 200)
    void meanAndVarianceAgreeWithExactArithmetic(
            @ForAll @Size(min = 2, max = 100) List<@FloatRange(min = 999_999f, max = 1_000_001f) Float> cells) {
        Frame frame = frame(cells);
        GridSums sums = sums(cells, frame);
        BigDecimal n = BigDecimal.ZERO;
        BigDecimal s = BigDecimal.ZERO;
        BigDecimal q = BigDecimal.ZERO;
        for (float cell : cells) {
            BigDecimal weight = new BigDecimal(weight(cell));
            n = n.add(weight);
            s = s.add(weight.multiply(new BigDecimal(cell)));
            q = q.add(weight.multiply(new BigDecimal(cell).pow(2)));
        }
        BigDecimal mean = s.divide(n, java.math.MathContext.DECIMAL128);
        double variance = q.divide(n, java.math.MathContext.DECIMAL128)
                .subtract(mean.pow(2))
                .doubleValue();
        double about = sums.get(1) / sums.get(0);
        assertThat(frame.centre(0) + about).isEqualTo(mean.doubleValue(), within(1e-9));
        assertThat(sums.get(2) / sums.get(0) - about * about).isEqualTo(variance, within(1e-9 + 1e-9 * variance));
    }

    @Test
    void aCellBeyondTheGridsReachIsAddedAllTheSame() {
        Random random = new Random(1);
        List<Float> cells = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            cells.add((float) random.nextGaussian());
        }
        Frame frame = frame(cells);
        double[] terms = new double[TERMS];
        assertThat(frame.fill(new double[] {1e9}, terms)).isFalse();
        assertThat(frame.fill(new double[] {5}, terms)).isTrue();
        GridSums before = sums(cells, frame);
        double small = before.get(1);
        GridSums sums = before.copy();
        add(1e9f, frame, sums);
        assertThat(sums.get(1)).isEqualTo(small + weight(1e9f) * (1e9 - frame.centre(0)), within(1e-3));
        add(-1e9f, frame, sums);
        assertThat(before.get(1)).isEqualTo(small);
    }

    @Test
    void aPlainFrameHasNoGrid() {
        Frame frame = Frame.plain(1);
        GridSums sums = new GridSums(TERMS);
        double[] terms = new double[TERMS];
        assertThat(frame.fill(new double[] {0.1}, terms)).isTrue();
        sums.add(0.3, terms, true, frame);
        assertThat(sums.get(1)).isEqualTo(0.3 * 0.1);
    }

    private static Frame frame(List<Float> cells) {
        Moments moments = new Moments(1);
        cells.forEach(cell -> moments.add(new float[] {cell}, 0));
        return Frame.of(moments, Centre.origin(moments.dimension()));
    }

    private static GridSums sums(List<Float> cells, Frame frame) {
        GridSums sums = new GridSums(TERMS);
        cells.forEach(cell -> add(cell, frame, sums));
        return sums;
    }

    private static void add(float cell, Frame frame, GridSums sums) {
        double[] terms = new double[TERMS];
        boolean within = frame.fill(new double[] {cell}, terms);
        sums.add(weight(cell), terms, within, frame);
    }

    /** Some number in (0, 1) of every cell's own. */
    private static double weight(float cell) {
        return 0.01 + 0.98 * CellKeys.uniform(CellKeys.content(new float[] {cell}));
    }
}
