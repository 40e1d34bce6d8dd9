package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MomentsTest {

    @Property
    void shardsInAnyOrderGiveTheSameBits(
            @ForAll @Size(min = 1, max = 200) List<@FloatRange(min = -1e6f, max = 1e6f) Float> cells,
            @ForAll @IntRange(min = 1, max = 7) int shards,
            @ForAll long seed) {
        Moments whole = moments(cells);
        List<Float> shuffled = new ArrayList<>(cells);
        Collections.shuffle(shuffled, new Random(seed));
        List<Moments> parts = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            int from = shuffled.size() * s / shards;
            parts.add(moments(shuffled.subList(from, shuffled.size() * (s + 1) / shards)));
        }
        Collections.shuffle(parts, new Random(seed + 1));
        Moments merged = parts.stream().reduce(new Moments(1), Moments::merge);
        assertThat(merged.count()).isEqualTo(whole.count());
        assertThat(merged.mean()).containsExactly(whole.mean());
        assertThat(merged.meanSquare()).containsExactly(whole.meanSquare());
    }

    @Property(tries = 200)
    void agreesWithExactArithmetic(
            @ForAll @Size(min = 1, max = 100) List<@FloatRange(min = 999_000f, max = 1_001_000f) Float> cells) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal square = BigDecimal.ZERO;
        for (float cell : cells) {
            sum = sum.add(new BigDecimal(cell));
            square = square.add(new BigDecimal(cell).pow(2));
        }
        BigDecimal count = BigDecimal.valueOf(cells.size());
        Moments moments = moments(cells);
        assertThat(moments.mean()[0])
                .isEqualTo(sum.divide(count, MathContext.DECIMAL128).doubleValue(), withinUlps(moments.mean()[0]));
        assertThat(moments.meanSquare()[0])
                .isEqualTo(
                        square.divide(count, MathContext.DECIMAL128).doubleValue(),
                        withinUlps(moments.meanSquare()[0]));
    }

    private static org.assertj.core.data.Offset<Double> withinUlps(double value) {
        return org.assertj.core.data.Offset.offset(2 * Math.ulp(value));
    }

    private static Moments moments(List<Float> cells) {
        Moments moments = new Moments(1);
        for (float cell : cells) {
            moments.add(new float[] {cell}, 0);
        }
        return moments;
    }
}
