package atlasprox.scfedvi;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.scfedvi.adam.Learned;
import atlasprox.scfedvi.net.Block;
import atlasprox.scfedvi.net.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScFedViUpdateTest {
    /** The largest change of a weight is one of those that masks hide. */
    @Test
    void whatIsHiddenTellsNotHowFarWeightsHaveCome() {
        Learned learned = Learned.fresh(new Weights(List.of(new Block("b", true, new float[][] {{1f, 2f}}))));
        ScFedViUpdate update = new ScFedViUpdate();
        update.addShared(1.0, learned);
        update.addFigures(0, ClientFigures.held(5L).trained(7L, 3L, 0.25));
        update.hidden(learned, sums -> {});
        assertThat(update.clients().get(0)).isEqualTo(new ClientFigures(7L, 3L, 5L, Double.NaN, null));
    }
}
