package atlasprox.write.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import atlasprox.SparkExtension;
import atlasprox.read.table.BareRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

@ExtendWith(SparkExtension.class)
class ArrayParquetFormatSparkTest {
    private static final String OURS = ArrayParquetFormat.class.getName();
    private static final Map<String, String> SMALL = Map.of("parquet.page.size", "600", "parquet.block.size", "20000");

    @TempDir
    private Path folder;

    /** Arrays with and without nulls, of none, one or many numbers, or missing; and whatever else may ride along. */
    private static final List<String> COLUMNS = List.of(
            "id",
            "transform(sequence(1, 50), i -> cast(sin(id * i) as float)) full",
            "case when id % 7 = 0 then null when id % 5 = 0 then array() else "
                    + "transform(sequence(1, cast(1 + id * 13 % 31 as int)), i -> if((id + i) % 4 = 0, null, cast(id / i as float))) end ragged",
            "if(id % 3 = 0, null, transform(sequence(1, cast(1 + id % 20 as int)), i -> cos(id + i))) doubles",
            "array(cast('NaN' as float), cast(-0.0 as float), cast('Infinity' as float), cast(1e-45 as float)) odd",
            "cast(null as array<float>) never",
            "concat('cell ', id) text",
            "if(id % 2 = 0, null, array('a', null, cast(id as string))) texts",
            "named_struct('x', id, 'y', array(cast(id as float), null)) nested",
            "map('k', array(cast(id as double))) map",
            "array(array(cast(id as float)), array()) arrays",
            "cast(id / 7 as decimal(20, 3)) decimal",
            "date_add(date'2024-02-29', cast(id as int)) date",
            "timestamp_micros(id * 1000003) time",
            "cast(concat('', id) as binary) bytes",
            "id % 2 = 0 flag");

    static Stream<Map<String, String>> settings() {
        return Stream.of(
                Map.of(),
                SMALL,
                Map.of("compression", "none"),
                Map.of("compression", "gzip"),
                Map.of("compression", "zstd"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void readsAsWhatSparkWrites(Map<String, String> settings, SparkSession spark) {
        Dataset<Row> table = table(spark, 3000);
        write(table, OURS, settings, "ours");
        write(table, "parquet", settings, "spark");
        assertThat(read(spark, "ours").schema()).isEqualTo(read(spark, "spark").schema());
        assertThat(rows(read(spark, "ours")))
                .isEqualTo(rows(read(spark, "spark")))
                .isEqualTo(rows(table));
    }

    /** As the program asks for its writer: where Parquet is of a version to come, Spark's own writes the same cells. */
    @Test
    void anUnknownParquetIsLeftToSpark(SparkSession spark) {
        Dataset<Row> table = table(spark, 500);
        String unknown = ParquetSettings.writer("parquet", "2.0.0");
        assertThat(unknown).isNotEqualTo(ParquetSettings.writer("parquet"));
        write(table, unknown, ParquetSettings.of(table.schema()), "unknown");
        write(table, ParquetSettings.writer("parquet"), ParquetSettings.of(table.schema()), "known");
        assertThat(read(spark, "unknown").schema())
                .isEqualTo(read(spark, "known").schema());
        assertThat(rows(read(spark, "unknown")))
                .isEqualTo(rows(read(spark, "known")))
                .isEqualTo(rows(table));
    }

    /** The other of Spark's two readers, which is Parquet's. */
    @Test
    void isReadByParquetItself(SparkSession spark) {
        Dataset<Row> table = table(spark, 500);
        write(table, OURS, SMALL, "ours");
        spark.conf().set("spark.sql.parquet.enableVectorizedReader", false);
        try {
            assertThat(rows(read(spark, "ours"))).isEqualTo(rows(table));
        } finally {
            spark.conf().unset("spark.sql.parquet.enableVectorizedReader");
        }
    }

    @Test
    void neitherNullColumnsNorNullNumbersNeedBePossible(SparkSession spark) {
        ArrayType numbers = DataTypes.createArrayType(DataTypes.FloatType, false);
        StructType schema = new StructType().add("id", "long", false).add("full", numbers, false);
        Dataset<Row> table =
                spark.createDataFrame(table(spark, 100).select("id", "full").javaRDD(), schema);
        write(table, OURS, Map.of(), "ours");
        assertThat(footers(spark, "ours")).allSatisfy(footer -> assertThat(
                        footer.getFileMetaData().getSchema().getMaxDefinitionLevel("full", "list", "element"))
                .isEqualTo(1));
        assertThat(rows(read(spark, "ours"))).isEqualTo(rows(table));
    }

    @Test
    void writesPartitionsAndTheirEmptyFiles(SparkSession spark) {
        Dataset<Row> table = table(spark, 40).selectExpr("*", "id % 3 part");
        table.write().format(OURS).partitionBy("part").save(path("parted"));
        assertThat(rows(read(spark, "parted").drop("part"))).isEqualTo(rows(table.drop("part")));
        write(table.where("id < 0"), OURS, Map.of(), "none");
        assertThat(read(spark, "none").schema())
                .isEqualTo(read(spark, "parted").drop("part").schema().add("part", "long"));
        assertThat(read(spark, "none").count()).isZero();
    }

    @Test
    void rowGroupsEndAtTheirSize(SparkSession spark) {
        write(table(spark, 3000).coalesce(1), OURS, Map.of("parquet.block.size", "100000"), "ours");
        List<BlockMetaData> groups = footers(spark, "ours").get(0).getBlocks();
        assertThat(groups.stream().mapToLong(BlockMetaData::getRowCount).sum()).isEqualTo(3000);
        assertThat(groups).hasSizeBetween(10, 40);
        assertThat(groups.subList(0, groups.size() - 1))
                .allSatisfy(group -> assertThat(group.getCompressedSize()).isBetween(50_000L, 200_000L));
    }

    @Test
    void pagesEndAtTheirSize(SparkSession spark) throws IOException {
        write(table(spark, 3000).coalesce(1), OURS, Map.of("parquet.page.size", "2100"), "ours");
        try (ParquetFileReader file = open(spark, files("ours").get(0))) {
            var column =
                    file.getFileMetaData().getSchema().getColumnDescription(new String[] {"full", "list", "element"});
            var pages = file.readNextRowGroup().getPageReader(column);
            assertThat(pages.readPage().getValueCount()).isEqualTo(10 * 50);
        }
    }

    @Test
    void arraysMayBeLargerThanAPage(SparkSession spark) {
        Dataset<Row> table = spark.range(0, 20, 1, 1)
                .selectExpr("id", "transform(sequence(0, cast(id * id * 100 as int)), i -> cast(i as double)) long");
        write(table, OURS, Map.of("parquet.page.size", "600"), "ours");
        assertThat(rows(read(spark, "ours"))).isEqualTo(rows(table));
    }

    /** By the ids' page index, which tells what rows of the arrays' pages are not to be read. */
    @Test
    void pagesOfManySmallArraysEndWithTheirRows(SparkSession spark) throws IOException {
        Dataset<Row> table = spark.range(0, 45_000, 1, 1)
                .selectExpr(
                        "id",
                        "if(id % 2 = 0, null, array(cast(id as float))) short",
                        "array(cast(id as float), id) pair");
        write(table, OURS, Map.of(), "ours");
        try (ParquetFileReader file = open(spark, files("ours").get(0))) {
            var offsets = file.readOffsetIndex(
                    file.getFooter().getBlocks().get(0).getColumns().get(1));
            assertThat(offsets.getFirstRowIndex(1)).isEqualTo(20_000);
            assertThat(offsets.getFirstRowIndex(2)).isEqualTo(40_000);
        }
        String some = "id in (5, 19999, 20000, 20001, 44999)";
        assertThat(rows(read(spark, "ours").where(some))).hasSize(5).isEqualTo(rows(table.where(some)));
    }

    @Test
    void keepsFieldIds(SparkSession spark) {
        Metadata id = Metadata.fromJson("{\"parquet.field.id\": 7}");
        Dataset<Row> table = table(spark, 5)
                .select(functions.col("id"), functions.col("full").as("full", id));
        write(table, OURS, Map.of(), "ours");
        assertThat(footers(spark, "ours")
                        .get(0)
                        .getFileMetaData()
                        .getSchema()
                        .getType("full")
                        .getId()
                        .intValue())
                .isEqualTo(7);
    }

    @Test
    void keepsStatisticsOfAllButNumbers(SparkSession spark) {
        write(table(spark, 100).select("id", "full", "text", "doubles"), OURS, Map.of(), "ours");
        assertThat(footers(spark, "ours").get(0).getBlocks().get(0).getColumns())
                .extracting(column -> column.getStatistics().hasNonNullValue())
                .containsExactly(true, false, true, false);
    }

    static Stream<Map<String, String>> unknown() {
        return Stream.of(
                Map.of("parquet.bloom.filter.enabled#text", "true"),
                Map.of("parquet.enable.dictionary#text", "false"),
                Map.of("parquet.bloom.filter.enabled#full.list.element", "true"),
                Map.of("parquet.enable.dictionary", "false"),
                Map.of("parquet.writer.version", "PARQUET_2_0"),
                Map.of(
                        "parquet.crypto.factory.class",
                        "org.apache.parquet.crypto.keytools.PropertiesDrivenCryptoFactory"),
                Map.of("parquet.block.row.count.limit", "1000"));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void leavesToSparkWhatItDoesNotKnow(Map<String, String> settings, SparkSession spark) throws IOException {
        assertThat(isOurs(table(spark, 1), settings)).isFalse();
    }

    @Test
    void writesWhatItKnows(SparkSession spark) throws IOException {
        Dataset<Row> table = table(spark, 1);
        assertThat(isOurs(table, Map.of())).isTrue();
        assertThat(isOurs(table, SMALL)).isTrue();
        assertThat(isOurs(table, Map.of("compression", "zstd"))).isTrue();
        assertThat(isOurs(table, Map.of("parquet.enable.dictionary#full.list.element", "false")))
                .isTrue();
        assertThat(isOurs(table, Map.of("parquet.enable.summary-metadata", "false")))
                .isTrue();
        assertThat(isOurs(table, ParquetSettings.of(table.schema()))).isTrue();
    }

    @Test
    void leavesVariantsToSpark(SparkSession spark) throws IOException {
        Dataset<Row> table = table(spark, 1).selectExpr("id", "full", "array(parse_json('{\"a\": 1}')) variants");
        assertThat(isOurs(table, Map.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id,text", "full,doubles", "texts,nested"})
    void leavesTablesOfNoArraysOrNothingElseToSpark(String columns, SparkSession spark) throws IOException {
        Dataset<Row> table = table(spark, 20).selectExpr(columns.split(","));
        assertThat(isOurs(table, Map.of())).isFalse();
        write(table, OURS, Map.of(), "ours");
        assertThat(read(spark, "ours").count()).isEqualTo(20);
    }

    @Test
    void leavesSparksLegacyLayoutToSpark(SparkSession spark) throws IOException {
        spark.conf().set("spark.sql.parquet.writeLegacyFormat", true);
        try {
            assertThat(isOurs(table(spark, 1).selectExpr("id", "array(cast(id as float)) numbers"), Map.of()))
                    .isFalse();
        } finally {
            spark.conf().unset("spark.sql.parquet.writeLegacyFormat");
        }
    }

    @Test
    void aFileThatFailedIsNoParquet(SparkSession spark) throws IOException {
        Dataset<Row> table = table(spark, 1);
        Job job = job(spark);
        new ArrayParquetFormat().prepareWrite(spark, job, options(Map.of()), table.schema());
        ArrayFileWriter writer = new ArrayFileWriter(path("half.parquet"), job.getConfiguration());
        writer.write(BareRows.of(table).map(InternalRow::copy).first());
        assertThatException().isThrownBy(() -> writer.write(InternalRow.empty()));
        writer.close();
        assertThat(folder.resolve("half.parquet")).exists();
        assertThatException()
                .isThrownBy(() -> open(spark, folder.resolve("half.parquet")).close())
                .withMessageContaining("not a Parquet file");
    }

    private static boolean isOurs(Dataset<Row> table, Map<String, String> settings) throws IOException {
        Job job = job(table.sparkSession());
        settings.forEach(job.getConfiguration()::set);
        return new ArrayParquetFormat().prepareWrite(table.sparkSession(), job, options(settings), table.schema())
                instanceof ArrayWriterFactory;
    }

    private static Job job(SparkSession spark) throws IOException {
        return Job.getInstance(new Configuration(spark.sparkContext().hadoopConfiguration()));
    }

    private static scala.collection.immutable.Map<String, String> options(Map<String, String> settings) {
        return scala.collection.immutable.Map.from(CollectionConverters.asScala(settings));
    }

    private static Dataset<Row> table(SparkSession spark, long rows) {
        return spark.range(0, rows, 1, 3).selectExpr(COLUMNS.toArray(String[]::new));
    }

    private void write(Dataset<Row> table, String format, Map<String, String> settings, String name) {
        table.write().format(format).options(settings).save(path(name));
    }

    private Dataset<Row> read(SparkSession spark, String name) {
        return spark.read().parquet(path(name));
    }

    /** As texts, by which NaN is itself and 0 is not -0. */
    private static List<String> rows(Dataset<Row> table) {
        return table.orderBy("id").collectAsList().stream().map(Row::json).toList();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private List<Path> files(String name) {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ParquetMetadata> footers(SparkSession spark, String name) {
        return files(name).stream().map(file -> footer(spark, file)).toList();
    }

    private static ParquetMetadata footer(SparkSession spark, Path file) {
        try (ParquetFileReader reader = open(spark, file)) {
            return reader.getFooter();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ParquetFileReader open(SparkSession spark, Path file) throws IOException {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        return ParquetFileReader.open(
                HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), configuration));
    }
}
