package atlasprox.read.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import java.util.List;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaTablesTest {

    @Test
    void withoutTheLibraryTheErrorNamesIt() {
        Exception failure = catchException(() -> DataSource.lookupDataSource("epsilon", new SQLConf()));
        assertThat(DeltaTables.unreadable(List.of("s3a://atlas/cells"), failure))
                .hasMessageContaining("s3a://atlas/cells is a Delta table")
                .hasMessageContaining("--packages io.delta:delta-spark_2.13:4.0.0")
                .hasMessageContaining("Parquet");
    }

    @ParameterizedTest
    @CsvSource({"4.0.5, delta-spark_2.13:4.0", "4.2.0, delta-spark_4.2_2.13:", "9.8.7, none when"})
    void theLibraryGoesBySparksVersion(String spark, String said) {
        assertThat(DeltaTables.remedy(spark)).contains(said).contains("--packages");
    }

    @Test
    void anyOtherFailureIsTheTables() {
        assertThat(DeltaTables.unreadable(List.of("a", "b"), new IllegalStateException("no version 3")))
                .hasMessage(
                        "cannot read the Delta tables a, b: no version 3; check the table, or write it out as Parquet");
    }

    @Test
    void theLibraryIsFoundByItsExtension() {
        assertThat(DeltaTables.libraryIsThere()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {DeltaTables.EXTENSION, "org.other.Extension, " + DeltaTables.EXTENSION})
    void theExtensionIsFoundAmongOthers(String extensions) {
        assertThat(DeltaTables.isAmong(extensions)).isTrue();
        assertThat(DeltaTables.isAmong(extensions.replace("Delta", "Other"))).isFalse();
    }
}
