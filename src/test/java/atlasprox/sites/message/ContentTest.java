package atlasprox.sites.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.math.Moments;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ContentTest {

    @Property(tries = 200)
    void anyNumberComesBackWithAllItsBits(@ForAll double number, @ForAll long bits) {
        double[] numbers = {number, Double.longBitsToDouble(bits), -0.0, Double.NEGATIVE_INFINITY};
        double[] back = Content.value(message(Content.line(numbers)), double[].class);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(Double.doubleToLongBits(back[i])).isEqualTo(Double.doubleToLongBits(numbers[i]));
        }
    }

    @Test
    void objectsComeBackByTheirFields() {
        Moments moments = new Moments(3);
        Random random = new Random(1);
        for (int cell = 0; cell < 1_000; cell++) {
            moments.add(new float[] {random.nextFloat(), 1e9f * random.nextFloat(), -random.nextFloat()}, 0);
        }
        Moments back = Content.value(message(Content.line(moments)), Moments.class);
        assertThat(back).usingRecursiveComparison().isEqualTo(moments);
        assertThat(back.merge(moments).mean()).isEqualTo(moments.merge(moments).mean());
    }

    @Test
    void prototypesThatBatchesShareAreThereOnce() {
        double[][] shared = {{1.0, 0.0}, {0.0, 1.0}};
        FilmMixture mixture =
                FilmMixture.shifting(List.of("a", "b"), shared, new double[][] {{1.0, 2.0}, {0.1, 0.2}}, 0.1, 2);
        byte[] line = Content.line(mixture);
        FilmMixture back = Content.value(message(line), FilmMixture.class);
        assertThat(back.prototypes(0)).isSameAs(back.prototypes(1)).isDeepEqualTo(shared);
        assertThat(Content.line(back)).isEqualTo(line);
    }

    @Test
    void updatesAreByClients() {
        byte[] line = Content.line(new TreeMap<>(Map.of(3, 7L, 12, 9L)));
        assertThat(Content.updates(message(line), Long.class)).isEqualTo(new TreeMap<>(Map.of(3, 7L, 12, 9L)));
    }

    @Test
    void whatIsSomethingElseIsRefused() {
        List.of("{\"count\":1}", "{}", "null", "{}x", "7", "{\"count\":1,\"more\":1}", "[")
                .forEach(text -> assertThatThrownBy(
                                () -> Content.value(message(text.getBytes(StandardCharsets.UTF_8)), Moments.class))
                        .as(text)
                        .isInstanceOf(BadDataException.class)
                        .hasMessageContaining("message 3 (sums) of 'a' is not what it should be"));
    }

    private static Message message(byte[] content) {
        return new Message(
                new Header(
                        Header.FORMAT,
                        "run",
                        1,
                        3,
                        "sums",
                        "round 1",
                        "a",
                        List.of("a"),
                        null,
                        1,
                        content.length,
                        Message.sha256(content)),
                Arrays.copyOf(content, content.length));
    }
}
