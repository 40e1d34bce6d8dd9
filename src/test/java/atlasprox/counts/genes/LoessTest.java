package atlasprox.counts.genes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LoessTest {

    /** Places with ties, as means of counts have them. */
    @Test
    void isTheCurveOfTheRoutineThatSingleCellProgramsUse() throws IOException {
        JsonNode curve = Json.tree(Files.readString(Path.of("src/test/resources/counts/reference.json")))
                .path("loess");
        double[] fitted = Loess.fitted(numbers(curve.path("x")), numbers(curve.path("y")));
        assertThat(fitted).containsExactly(numbers(curve.path("fitted")), within(1e-9));
    }

    @Property(tries = 100)
    void aParabolaIsItsOwnCurve(@ForAll @IntRange(min = 10, max = 400) int points, @ForAll long seed) {
        Random random = new Random(seed);
        double[] x = random.doubles(points, -3, 3).toArray();
        double[] y = IntStream.range(0, points)
                .mapToDouble(i -> 2 - x[i] + 0.5 * x[i] * x[i])
                .toArray();
        assertThat(Loess.fitted(x, y)).containsExactly(y, within(1e-5));
    }

    /** Points of few places, or of one, where the routine gives up. */
    @Property(tries = 100)
    void anyPointsHaveACurve(
            @ForAll @IntRange(min = 1, max = 60) int points,
            @ForAll @IntRange(min = 1, max = 4) int places,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] x = random.ints(points, 0, places).asDoubleStream().toArray();
        double[] y = random.doubles(points, -1, 1).toArray();
        assertThat(Loess.fitted(x, y)).doesNotContain(Double.NaN).hasSize(points);
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }
}
