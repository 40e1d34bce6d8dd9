package atlasprox.read.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.read.CellSources;
import atlasprox.read.table.EmbeddingColumn;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that src/test/python/make_parquet_fixtures.py writes. */
@ExtendWith(SparkExtension.class)
class ParquetFixturesSparkTest {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "parquet");
    private static final int CELLS = 24;

    @ParameterizedTest
    @CsvSource({
        "byte_stream_split, array<float>",
        "delta_1, array<float>",
        "delta_2, array<float>",
        "lz4, array<float>",
        "zstd, array<float>",
        "gzip, array<float>",
        "snappy, array<float>",
        "none, array<float>",
        "half, array<float>",
        "half_columns, float",
        "fixed_size_list, array<float>",
        "large_list, array<double>",
        "int8, array<double>",
        "int16, array<double>",
        "int32, array<double>",
        "int64, array<double>",
        "decimals, array<double>",
        "nanoseconds, array<float>",
        "nanoseconds_split, array<float>",
        "other_types, array<float>"
    })
    void everyEmbeddingIsReadAndWrittenInItsType(String name, String written, SparkSession spark) {
        Dataset<Row> rows = read(spark, name + ".parquet");
        EmbeddingColumn embedding = EmbeddingColumn.resolve(rows.schema(), "X");
        assertThat(rows.orderBy("cell").select(embedding.asFloats()).collectAsList().stream()
                        .map(row -> row.<Float>getList(0)))
                .isEqualTo(IntStream.range(0, CELLS)
                        .mapToObj(ParquetFixturesSparkTest::embedding)
                        .toList());
        assertThat(rows.filter(embedding.isUsable()).count()).isEqualTo(CELLS);
        assertThat(embedding.outputFields("Y"))
                .allMatch(field -> field.dataType().simpleString().equals(written));
        assertThat(rows.select(embedding
                                .columns(embedding.asNumbers(), "Y")
                                .toArray(org.apache.spark.sql.Column[]::new))
                        .schema()
                        .fields())
                .allMatch(field -> field.dataType().simpleString().equals(written));
    }

    private static List<Float> embedding(int i) {
        return IntStream.range(0, 4)
                .mapToObj(j -> (float) ((7 * i + 3 * j) % 50 - 20))
                .toList();
    }

    @Test
    void timesInNanosecondsComeOutInMicroseconds(SparkSession spark) {
        Dataset<Row> rows = read(spark, "nanoseconds.parquet");
        assertThat(rows.schema().simpleString())
                .contains(
                        "naive:timestamp_ntz,utc:timestamp,several:array<timestamp_ntz>,within:struct<m:timestamp_ntz,");
        String before = spark.conf().get("spark.sql.session.timeZone");
        spark.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
        try {
            assertThat(texts(rows, "naive", "utc", "several", "within").subList(0, 4))
                    .containsExactly(
                            "1969-12-31 23:59:59.999999; 1970-01-01 08:59:59.999999; [1969-12-31 23:59:59.999999, null]; "
                                    + "{1969-12-31 23:59:59.999999, 1}",
                            "1970-01-01 00:00:00; 1970-01-01 09:00:00; [1970-01-01 00:00:00, null]; {1970-01-01 00:00:00, 1}",
                            "null; null; [null, null]; {null, 1}",
                            "2024-01-01 00:00:00.123456; 2024-01-01 09:00:00.123456; [2024-01-01 00:00:00.123456, null]; "
                                    + "{2024-01-01 00:00:00.123456, 1}");
        } finally {
            spark.conf().set("spark.sql.session.timeZone", before);
        }
    }

    @Test
    void otherTypesRideAlong(SparkSession spark) {
        Dataset<Row> rows = read(spark, "other_types.parquet");
        assertThat(texts(rows, "key", "kind", "scores", "unsigned", "day", "nothing")
                        .get(1))
                .isEqualTo(
                        "00000000-0000-0000-0000-000000000001; b; {a -> 1.0, b -> null}; 9223372036854775808; 2024-01-01; null");
    }

    @Test
    void columnsWithoutAValueTakeTheTypeOfTheOtherFiles(SparkSession spark) {
        Dataset<Row> rows = read(spark, "no_type");
        assertThat(rows.schema().simpleString())
                .isEqualTo(
                        "struct<cell:bigint,donor:string,X:array<float>,text:string,number:double,several:array<string>,"
                                + "pair:struct<a:bigint,b:string>,empties:array<string>,typed:string,within:struct<a:int,b:bigint>,"
                                + "last:boolean>");
        assertThat(texts(
                        rows.filter("cell = 5"),
                        "text",
                        "number",
                        "several",
                        "pair",
                        "empties",
                        "typed",
                        "within",
                        "last"))
                .containsExactlyInAnyOrder(
                        "null; null; null; null; []; null; {null, 1}; null",
                        "null; null; null; null; null; null; null; null",
                        "x; 0.5; [p, q]; {1, c}; [e]; t; null; true");
    }

    @Test
    void wholeNumbersTakeTheWidestType(SparkSession spark) {
        Dataset<Row> rows = read(spark, "widths");
        assertThat(rows.schema().simpleString()).endsWith("age:bigint,ages:array<bigint>>");
        assertThat(texts(rows.filter("cell = 5"), "age", "ages"))
                .containsExactlyInAnyOrder("-1; [-1]", "0; [0]", "1; [1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "brotli; column 'donor' is compressed with BROTLI; write the file again with zstd",
                "time; column 'at' is of the Parquet type 'optional int64 at (TIME(MICROS,false))'; cast it to a type that Spark has",
                "nested_time; column 'of' is of the Parquet type 'optional int64 start (TIME(MICROS,false))'; cast it",
                "half_split; column 'X' holds numbers of half precision; write it again with numbers of single precision",
                "encrypted_column; column 'X' is encrypted; give Spark the keys",
                "encrypted_footer; it is encrypted; give Spark the keys"
            })
    void othersAreRefusedByName(String name, String problem, String remedy, SparkSession spark) {
        String file = "refused/" + name + ".parquet";
        assertThatThrownBy(() ->
                        CellSources.open(spark, List.of(FIXTURES.resolve(file).toString()), Optional.empty()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContainingAll(file, problem, remedy)
                .message()
                .doesNotContain("damaged");
    }

    /** A table may have others, which are counts or places. */
    @ParameterizedTest
    @ValueSource(strings = {"int32", "decimals"})
    void arraysOfWholeNumbersAreTakenWhereNamedOnly(String name, SparkSession spark) {
        assertThat(EmbeddingColumn.candidates(read(spark, name + ".parquet").schema()))
                .isEmpty();
    }

    private static Dataset<Row> read(SparkSession spark, String name) {
        return CellSources.open(
                        spark, List.of(FIXTURES.resolve("read").resolve(name).toString()), Optional.empty())
                .rows();
    }

    private static List<String> texts(Dataset<Row> rows, String... columns) {
        String all = String.join(
                ", '; ', ",
                java.util.Arrays.stream(columns)
                        .map(name -> "coalesce(cast(`" + name + "` AS string), 'null')")
                        .toList());
        return rows.orderBy("cell").selectExpr("concat(" + all + ")").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
