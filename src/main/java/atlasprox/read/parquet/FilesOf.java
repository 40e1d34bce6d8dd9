package atlasprox.read.parquet;

import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Some files of a table, in the partitions where they lie.
 *
 * @param all the table's files
 * @param paths the paths of the ones that count
 */
record FilesOf(FileIndex all, Set<String> paths) implements FileIndex {

    @Override
    public Seq<Path> rootPaths() {
        return all.rootPaths();
    }

    @Override
    public Seq<PartitionDirectory> listFiles(Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
        List<PartitionDirectory> some =
                CollectionConverters.asJava(all.listFiles(partitionFilters, dataFilters)).stream()
                        .map(folder -> new PartitionDirectory(
                                folder.values(),
                                CollectionConverters.asScala(CollectionConverters.asJava(folder.files()).stream()
                                                .filter(file -> paths.contains(
                                                        file.getPath().toString()))
                                                .toList())
                                        .toSeq()))
                        .toList();
        return CollectionConverters.asScala(some).toSeq();
    }

    @Override
    public String[] inputFiles() {
        return paths.stream().sorted().toArray(String[]::new);
    }

    @Override
    public void refresh() {
        all.refresh();
    }

    @Override
    public long sizeInBytes() {
        return all.sizeInBytes();
    }

    @Override
    public StructType partitionSchema() {
        return all.partitionSchema();
    }
}
