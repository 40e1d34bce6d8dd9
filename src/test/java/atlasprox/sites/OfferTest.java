package atlasprox.sites;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OfferTest {
    @Test
    void labelsOfColumnsThatASiteHasNotNamedDoNotLeaveIt() {
        Offer offer = Offer.of(new TreeMap<>(), List.of("type", "lineage"));
        assertThatThrownBy(() -> offer.requireNamed(List.of("type")))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(
                        "the coordinator asks for --label type,lineage, by which labels of 'lineage' leave")
                .hasMessageContaining("start it with --label type,lineage as well")
                .hasMessageContaining("--label-head false");
        assertThatCode(() -> offer.requireNamed(List.of("lineage", "own", "type")))
                .doesNotThrowAnyException();
        assertThatCode(() -> Offer.of(new TreeMap<>()).requireNamed(List.of())).doesNotThrowAnyException();
    }
}
