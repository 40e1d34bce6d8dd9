package atlasprox.read.table;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class PartNamesSparkTest {
    private static final String LETTERS = "|\\=-a ";

    /** Texts of the very letters that names are made with, and missing ones. */
    @Test
    void whateverTextsTheyAreMadeOfPartsAreTakenApartAgain(SparkSession spark) {
        Random random = new Random(7);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            rows.add(RowFactory.create(text(random, false), text(random, true), text(random, true)));
        }
        StructType schema = new StructType()
                .add("batch", DataTypes.StringType)
                .add("label", DataTypes.StringType)
                .add("value", DataTypes.StringType);
        Set<List<String>> parts = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Row row : spark.createDataFrame(rows, schema)
                .withColumn(
                        "name",
                        PartNames.of(
                                functions.col("batch"),
                                Optional.of(functions.col("label")),
                                Optional.of(functions.col("value"))))
                .collectAsList()) {
            String name = row.getString(3);
            assertThat(PartNames.lacksValue(name)).isEqualTo(row.isNullAt(2));
            PartNames.Part part = PartNames.part(name);
            assertThat(part.batch()).isEqualTo(row.getString(0));
            assertThat(part.label()).isEqualTo(Optional.ofNullable(row.getString(1)));
            assertThat(part.value()).isEqualTo(row.isNullAt(2) ? "" : row.getString(2));
            names.add(name);
            parts.add(Arrays.asList(row.getString(0), row.getString(1), row.getString(2)));
        }
        assertThat(names).hasSameSizeAs(parts);
    }

    @Test
    void aCellWithoutBatchIsOfNoPart(SparkSession spark) {
        Row row = spark.range(1)
                .select(PartNames.of(
                        functions.lit(null).cast("string"), Optional.of(functions.lit("T")), Optional.empty()))
                .first();
        assertThat(row.isNullAt(0)).isTrue();
    }

    private static String text(Random random, boolean orNone) {
        if (orNone && random.nextInt(4) == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
