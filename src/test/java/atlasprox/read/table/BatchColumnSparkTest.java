package atlasprox.read.table;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
class BatchColumnSparkTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"a; b", "a|b; c", "a\\; |b", "\\|; \\\\|", "|; |", "donor 1 || donor 2; 10x 3' v3"})
    void aCombinedNameTellsItsValuesAgain(String donor, String assay, SparkSession spark) {
        Dataset<Row> cells =
                spark.range(1).withColumn("donor", functions.lit(donor)).withColumn("assay", functions.lit(assay));
        BatchColumn column = BatchColumn.resolve(cells.schema(), List.of("donor", "assay"));
        String name = cells.select(column.name()).first().getString(0);
        assertThat(BatchColumn.values(name, 2)).containsExactly(donor, assay);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"a|b", "a\\"})
    void aSingleColumnsNameIsItsValue(String donor) {
        assertThat(BatchColumn.values(donor, 1)).containsExactly(donor);
    }
}
