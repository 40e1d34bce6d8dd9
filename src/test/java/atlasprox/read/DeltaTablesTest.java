package atlasprox.read;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import org.junit.jupiter.api.Test;

class DeltaTablesTest {

    @Test
    void withoutTheLibraryTheErrorNamesIt() {
        assertThatThrownBy(() -> DeltaTables.requireLibrary("s3a://atlas/cells", ClassLoader.getPlatformClassLoader()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("s3a://atlas/cells is a Delta table")
                .hasMessageContaining("--packages io.delta:delta-spark_2.13:4.0.0")
                .hasMessageContaining("Parquet");
    }

    @Test
    void withTheLibraryThereIsNone() {
        assertThatCode(() -> DeltaTables.requireLibrary("cells", DeltaTables.class.getClassLoader()))
                .doesNotThrowAnyException();
    }
}
