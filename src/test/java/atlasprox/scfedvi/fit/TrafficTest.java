package atlasprox.scfedvi.fit;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.scfedvi.ScFedViModel;
import atlasprox.scfedvi.ScFedViSettings;
import atlasprox.scfedvi.loss.Likelihood;
import atlasprox.scfedvi.net.NetworkBlocks;
import atlasprox.scfedvi.net.NetworkShape;
import atlasprox.scfedvi.net.NetworkShape.Normalisation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final ScFedViSettings SETTINGS = new ScFedViSettings(
            new NetworkShape(2, 3, 1, 0.1, Likelihood.ZINB, Normalisation.LAYER),
            true,
            1,
            1,
            1e-3,
            32,
            1.0,
            0.0,
            0.1,
            0,
            11L);

    /** Three numbers of each weight and two masses. */
    @Test
    void ofNewBatchesVectorsAloneTravel() {
        long vector = 3L * SETTINGS.shape().vectorLength() + 2L;
        float[] some = new float[SETTINGS.shape().vectorLength()];
        ScFedViModel model = new ScFedViModel(
                List.of("g", "h"),
                SETTINGS,
                NetworkBlocks.begin(SETTINGS.shape(), 2, 11L),
                Map.of("a", some, "b", some, "c", some));
        Traffic arriving = Traffic.ofVectors(model, 1);
        assertThat(arriving.received()).isEqualTo(4L * vector);
        assertThat(arriving.sent(1)).isEqualTo(8L * vector);
        long all = 3L * model.weights().size() + 2L + 3L * vector;
        assertThat(Traffic.ofAll(model).received()).isEqualTo(4L * all);
    }
}
