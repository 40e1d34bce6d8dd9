package atlasprox.read.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartNamesInBatchTest {

    @ParameterizedTest
    @ValueSource(strings = {"d", "", "a|b", "a\\", "\\|", "||\\\\"})
    void onlyTheBatchIsAnother(String batch) {
        String before = PartNames.inBatch("=sick|-|first", batch);
        assertThat(PartNames.part(before)).isEqualTo(new PartNames.Part(batch, Optional.empty(), "sick"));
        assertThat(PartNames.part(PartNames.inBatch(before, "other")))
                .isEqualTo(new PartNames.Part("other", Optional.empty(), "sick"));
    }
}
