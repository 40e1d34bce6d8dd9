package atlasprox.aligned.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ExpertRoomTest {
    @Property
    void turnsCoverAllThatThereIs(@ForAll @DoubleRange(min = 0, max = 1e13) double bytes) {
        int turns = ExpertRoom.turns(bytes);
        assertThat(turns).isPositive();
        assertThat(turns * ExpertRoom.ofTurn(bytes)).isGreaterThanOrEqualTo(bytes);
        assertThat((turns - 1) * ExpertRoom.ofTurn(bytes)).isLessThanOrEqualTo(bytes);
    }

    /** So that nothing is done in several steps where one will do. */
    @Test
    void aFewBatchesTakeOneTurn() {
        assertThat(ExpertRoom.turns(10 * ExpertRoom.ofBatch(100, 50))).isEqualTo(1);
        assertThat(ExpertRoom.turns(1_000 * ExpertRoom.ofBatch(100, 50))).isEqualTo(1);
        assertThat(ExpertRoom.turns(1_000 * ExpertRoom.ofBatch(100, 1_280))).isEqualTo(17);
    }
}
