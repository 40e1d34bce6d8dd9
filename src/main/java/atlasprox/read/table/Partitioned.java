package atlasprox.read.table;

import atlasprox.BadDataException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitionPath;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A table read from files, and the columns that stand in the names of its folders, Hive-style ({@code plate=007/part-0.parquet}).
 *
 * @param rows the table
 * @param columns its partition columns, the outermost folder's first; empty where it is not partitioned
 */
public record Partitioned(Dataset<Row> rows, List<String> columns) {
    /** A byte of UTF-8 beyond ASCII, as pyarrow escapes it; Spark and Hive leave such letters as they are. */
    private static final Pattern ESCAPED_BYTE = Pattern.compile("%[89A-Fa-f][0-9A-Fa-f]");

    /**
     * @param rows a table as Spark's reader gives it
     * @return the same with its partition columns
     * @throws BadDataException if files lie beside the partition folders, which Spark would leave out without a word
     */
    public static Partitioned of(Dataset<Row> rows) {
        return relation(rows).map(relation -> of(rows, relation)).orElseGet(() -> new Partitioned(rows, List.of()));
    }

    /**
     * @param rows a table as Spark's reader gives it
     * @return its files, if it is read from files
     */
    public static Optional<HadoopFsRelation> relation(Dataset<Row> rows) {
        for (LogicalPlan leaf :
                CollectionConverters.asJava(rows.queryExecution().analyzed().collectLeaves())) {
            if (leaf instanceof LogicalRelation logical && logical.relation() instanceof HadoopFsRelation relation) {
                return Optional.of(relation);
            }
        }
        return Optional.empty();
    }

    /**
     * @param relation a table's files
     * @return those that hold its rows
     */
    public static List<FileStatus> files(HadoopFsRelation relation) {
        return relation.location() instanceof PartitioningAwareFileIndex files ? files(files) : List.of();
    }

    private static List<FileStatus> files(PartitioningAwareFileIndex files) {
        return CollectionConverters.asJava(files.allFiles()).stream()
                .filter(file -> !file.getPath().getName().startsWith("_"))
                .toList();
    }

    /**
     * @param rows a table
     * @param relation the files that it is read from
     * @return the table with its partition columns
     * @throws BadDataException as above
     */
    public static Partitioned of(Dataset<Row> rows, HadoopFsRelation relation) {
        if (relation.partitionSchema().isEmpty()) {
            return new Partitioned(rows, List.of());
        }
        List<String> columns = Arrays.asList(relation.partitionSchema().fieldNames());
        if (!(relation.location() instanceof PartitioningAwareFileIndex files)) {
            return new Partitioned(rows, columns);
        }
        Set<Path> folders = CollectionConverters.asJava(files.partitionSpec().partitions()).stream()
                .map(PartitionPath::path)
                .collect(Collectors.toSet());
        requireNoneBeside(files, folders, columns);
        boolean escaped = folders.stream()
                .anyMatch(folder -> ESCAPED_BYTE.matcher(folder.toString()).find());
        return new Partitioned(escaped ? decoded(rows, columns) : rows, columns);
    }

    private static void requireNoneBeside(PartitioningAwareFileIndex files, Set<Path> folders, List<String> columns) {
        files(files).stream()
                .map(FileStatus::getPath)
                .filter(file -> !folders.contains(file.getParent()))
                .findFirst()
                .ifPresent(file -> {
                    throw new BadDataException(
                            "the file " + file + " lies in none of the folders that partition the input by "
                                    + String.join(", ", columns) + "; move it, or run it on its own");
                });
    }

    /** Spark takes each escaped byte for a letter of its own. */
    private static Dataset<Row> decoded(Dataset<Row> rows, List<String> columns) {
        Letters letters = new Letters();
        return rows.select(Arrays.stream(rows.columns())
                .map(name -> columns.contains(name)
                        ? RowCode.call(letters, "decoded", DataTypes.StringType, ColumnNames.column(name))
                                .as(name)
                        : ColumnNames.column(name))
                .toArray(org.apache.spark.sql.Column[]::new));
    }

    /** Puts letters together of their bytes; called from generated code, so that the table stays one that is merely read. */
    public static final class Letters implements Serializable {
        private static final long serialVersionUID = 1L;

        /**
         * @param text a text of which each byte of UTF-8 was taken for a letter, or null
         * @return the text that was meant; as it is where it is no such text
         */
        public UTF8String decoded(UTF8String text) {
            if (text == null || text.toString().chars().anyMatch(letter -> letter > 0xFF)) {
                return text;
            }
            try {
                byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
                return UTF8String.fromString(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString());
            } catch (CharacterCodingException e) {
                return text;
            }
        }
    }
}
