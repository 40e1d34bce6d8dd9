package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.BadDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Any schema and any names of columns: the output's schema is the input's with the corrected embedding added, or the data is refused. */
class SchemasFuzzTest {
    private static final List<String> NAMES = List.of(
            "X",
            "x",
            "X_pca",
            "X_corrected",
            "PC_1",
            "PC_2",
            "PC_10",
            "PC_a",
            "PC_",
            "PC_corrected_1",
            "donor",
            "plate",
            "a.b",
            "a`b",
            "",
            " ",
            "é",
            "__atlasprox_corrected",
            "batch\n2",
            "\u202etxet");
    private static final List<DataType> TYPES = List.of(
            DataTypes.createArrayType(DataTypes.FloatType),
            DataTypes.createArrayType(DataTypes.FloatType, false),
            DataTypes.createArrayType(DataTypes.DoubleType),
            DataTypes.createArrayType(DataTypes.IntegerType),
            DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.FloatType)),
            SQLDataTypes.VectorType(),
            SQLDataTypes.MatrixType(),
            DataTypes.FloatType,
            DataTypes.DoubleType,
            DataTypes.IntegerType,
            DataTypes.createDecimalType(),
            DataTypes.StringType,
            DataTypes.BooleanType,
            DataTypes.DateType,
            DataTypes.BinaryType,
            DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType),
            DataTypes.createStructType(List.of(DataTypes.createStructField("donor", DataTypes.StringType, true))));

    @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
    void areExtendedOrRefused(@ForAll long seed) {
        Random random = new Random(seed);
        StructType schema = schema(random);
        BatchRefiner refiner = new BatchRefiner()
                .setEmbeddingCol(
                        random.nextBoolean() ? List.of("X", "X_pca", "PC_").get(random.nextInt(3)) : name(random))
                .setBatchCol(
                        random.nextInt(4) > 0 ? new String[] {"donor"} : new String[] {name(random), name(random)});
        if (random.nextInt(3) == 0) {
            refiner.setOutputCol(name(random));
        }
        StructType output = extended(refiner, schema);
        Statistics.label("outcome").collect(output == null ? "refused" : "extended");
        Statistics.label("outcome").coverage(both -> both.check("extended").percentage(share -> share > 3.0));
        if (output == null) {
            return;
        }
        List<String> before = Arrays.asList(schema.fieldNames());
        List<String> after = Arrays.asList(output.fieldNames());
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        assertThat(after).hasSizeGreaterThan(before.size());
        assertThat(after.subList(before.size(), after.size())).doesNotContainAnyElementsOf(before);
    }

    private static StructType extended(BatchRefiner refiner, StructType schema) {
        try {
            return refiner.transformSchema(schema);
        } catch (BadDataException e) {
            assertThat(e.getMessage()).as(schema.treeString()).isNotBlank();
            return null;
        }
    }

    private static StructType schema(Random random) {
        List<StructField> fields = new ArrayList<>();
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                fields.add(DataTypes.createStructField(name, type(name, random), random.nextBoolean()));
            }
        }
        return DataTypes.createStructType(fields);
    }

    /** As its name has it, mostly. */
    private static DataType type(String name, Random random) {
        if (random.nextInt(4) > 0 && name.startsWith("X")) {
            return TYPES.get(random.nextInt(3));
        }
        if (random.nextInt(4) > 0 && name.startsWith("PC_")) {
            return random.nextBoolean() ? DataTypes.FloatType : DataTypes.DoubleType;
        }
        if (random.nextInt(4) > 0 && name.equals("donor")) {
            return DataTypes.StringType;
        }
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    private static String name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }
}
