package atlasprox.write.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetSettingsTest {
    @Test
    void onlyParquetHasAWriterOfOurs() {
        assertThat(ParquetSettings.writer("parquet")).isEqualTo(ArrayParquetFormat.class.getName());
        assertThat(ParquetSettings.writer("delta")).isEqualTo("delta");
    }

    @ParameterizedTest
    @CsvSource({
        "1.15.2, true",
        "1.16.0, true",
        "1.17.0, true",
        "1.15.2-databricks-0001, false",
        "1.14.4, false",
        "1.18.0, false"
    })
    void itIsForVersionsThatItWasTriedWith(String version, boolean ours) {
        assertThat(ParquetSettings.writer("parquet", version))
                .isEqualTo(ours ? ArrayParquetFormat.class.getName() : "parquet");
    }
}
