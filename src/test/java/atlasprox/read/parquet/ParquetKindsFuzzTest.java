package atlasprox.read.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.fuzz.Fuzzing;
import atlasprox.read.CellSources;
import atlasprox.read.table.ColumnNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Parquet of any types, encodings, versions and codecs: read right, or refused by column, type and file, and never called damaged. */
class ParquetKindsFuzzTest {
    private static SparkSession spark;
    private static Path folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        spark = SparkExtension.open();
        folder = Files.createTempDirectory("kinds");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
    }

    @Property(tries = Fuzzing.MANY, seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(Fuzzing.class)
    @Fuzzing.Seconds(15)
    void areReadRightOrRefusedByName(@ForAll long number) throws Exception {
        AnyParquet table = AnyParquet.draw(new Random(Fuzzing.seed(number)));
        Path place = Files.createDirectory(folder.resolve(String.valueOf(number)));
        table.write(place);
        boolean read = Fuzzing.within(() -> isReadRight(table, place));
        Statistics.label("outcome").collect(read ? "read" : "refused");
        FileUtils.deleteDirectory(place.toFile());
    }

    /** Whether it is read, right; else it is refused in words that name what is wrong. */
    private static boolean isReadRight(AnyParquet table, Path place) {
        Dataset<Row> rows;
        try {
            rows = CellSources.open(spark, List.of(place.toString()), Optional.empty())
                    .rows();
        } catch (BadDataException e) {
            requireNamed(table, e.getMessage());
            return false;
        }
        assertThat(table.columns()).as(table.toString()).allMatch(column -> column.kind()
                .isReadable());
        Column[] texts = Stream.concat(
                        Stream.of("cell", "donor", "X"),
                        IntStream.range(0, table.columns().size()).mapToObj(AnyParquet::name))
                .map(name -> ColumnNames.column(name).cast("string").as(name))
                .toArray(Column[]::new);
        List<List<Object>> found = rows.orderBy("cell").select(texts).collectAsList().stream()
                .map(ParquetKindsFuzzTest::values)
                .toList();
        assertThat(found).as(table.toString()).isEqualTo(expected(table));
        return true;
    }

    private static void requireNamed(AnyParquet table, String message) {
        assertThat(message).as(table.toString()).doesNotContain("damaged").contains(".parquet");
        int named = IntStream.range(0, table.columns().size())
                .filter(i -> message.contains("column '" + AnyParquet.name(i) + "'"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(message + " of " + table));
        AnyParquet.Drawn column = table.columns().get(named);
        boolean isHalf = column.kind() == AnyParquet.Kind.HALF || column.kind() == AnyParquet.Kind.UUIDS;
        assertThat(!column.kind().isReadable() || isHalf)
                .as(message + " of " + table)
                .isTrue();
        assertThat(message).as(table.toString()).containsAnyOf("TIME(", "INTERVAL", "half precision or UUIDs");
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        return values;
    }

    private static List<List<Object>> expected(AnyParquet table) {
        List<List<Object>> rows = new ArrayList<>();
        for (int k = 0; k < AnyParquet.CELLS * (table.isInTwo() ? 2 : 1); k++) {
            List<Object> row = new ArrayList<>(List.of(String.valueOf(k), "d" + k % 2, AnyParquet.embedding(k)));
            for (AnyParquet.Drawn column : table.columns()) {
                row.addAll(Collections.singletonList(k < AnyParquet.CELLS ? column.text(k) : null));
            }
            rows.add(row);
        }
        return rows;
    }
}
