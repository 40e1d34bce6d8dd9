package atlasprox.aligned.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExpertRoomTest {
    @Property
    void turnsCoverAllThatThereIs(@ForAll @DoubleRange(min = 0, max = 1e13) double bytes) {
        int turns = ExpertRoom.turns(bytes, Integer.MAX_VALUE);
        assertThat(turns).isPositive();
        assertThat(turns * ExpertRoom.ofTurn(bytes)).isGreaterThanOrEqualTo(bytes);
        assertThat((turns - 1) * ExpertRoom.ofTurn(bytes)).isLessThanOrEqualTo(bytes);
    }

    @Property
    void noTurnIsOfNobody(
            @ForAll @DoubleRange(min = 0, max = 1e18) double bytes,
            @ForAll @IntRange(min = 1, max = 100_000) int clients) {
        assertThat(ExpertRoom.turns(bytes, clients)).isBetween(1, clients);
    }

    /** So that nothing is done in several steps where one will do. */
    @Test
    void aFewBatchesTakeOneTurn() {
        assertThat(ExpertRoom.turns(10 * ExpertRoom.ofBatch(100, 50), 10)).isEqualTo(1);
        assertThat(ExpertRoom.turns(1_000 * ExpertRoom.ofBatch(100, 50), 1_000)).isEqualTo(1);
        assertThat(ExpertRoom.turns(1_000 * ExpertRoom.ofBatch(100, 1_280), 1_000))
                .isEqualTo(17);
    }
}
