package atlasprox.job;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.results.Inspection;
import org.junit.jupiter.api.Test;

class InspectJobTest {
    private static final long GIBIBYTE = 1L << 30;

    @Test
    void warnsWhereARunMayNotFitTheHeap() {
        assertThat(InspectJob.warningOfMemory(memory(GIBIBYTE, GIBIBYTE), true)).isEmpty();
        assertThat(InspectJob.warningOfMemory(memory(5 * GIBIBYTE / 2, GIBIBYTE), true))
                .hasValue(
                        "A run may take 2.5 GiB in this JVM, whose heap is 1.0 GiB: give it 4 GiB (ATLASPROX_HEAP=4g for "
                                + "submit/local.sh, --driver-memory 4g for spark-submit), or lower --prototypes.");
        assertThat(InspectJob.warningOfMemory(memory(5 * GIBIBYTE / 2, GIBIBYTE), false))
                .hasValueSatisfying(warning -> assertThat(warning).endsWith("for spark-submit)."));
    }

    private static Inspection.Memory memory(long here, long heap) {
        return new Inspection.Memory(1L, 1L, 1L, 1L, 0L, 2, here, heap);
    }
}
