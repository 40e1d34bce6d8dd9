package atlasprox.cli.options;

import atlasprox.ml.params.RefinerParams;
import atlasprox.read.CellSources;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.ColumnNames;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;
import scala.jdk.javaapi.OptionConverters;

/** The options that say what to read. */
public final class InputOptions {
    @Option(
            names = "--input",
            required = true,
            paramLabel = "PATH",
            description =
                    "Parquet, h5ad or zarr, a file or store or a folder of such, or a Delta table, on any file system; may be given "
                            + "several times")
    private List<String> input;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description =
                    "A column of cell types, for pictures, scores and what the model tells of other cells, never for fitting; "
                            + "of several, with commas between, the first is the one for pictures and scores")
    private String label;

    private List<String> labels = List.of();

    /** Opens the input as a table that may have several embeddings. */
    public CellSource open(SparkSession session) {
        return open(session, Optional.empty());
    }

    /** Opens the input and sets embedding, batch and id columns to what it has, where the user named none. */
    public CellSource open(SparkSession session, RefinerParams params) {
        Optional<String> embedding = OptionConverters.toJava(params.get(params.embeddingCol()));
        return settled(open(session, embedding), params);
    }

    /** Sets embedding, batch and id columns to what a table has, where the user named none. */
    static CellSource settled(CellSource source, RefinerParams params) {
        params.set(params.embeddingCol(), source.embedding(OptionConverters.toJava(params.get(params.embeddingCol()))));
        params.set(params.batchCol(), source.batch(givenBatch(params)).toArray(String[]::new));
        params.set(
                params.idCol(),
                source.id(OptionConverters.toJava(params.get(params.idCol()))).orElse(RefinerParams.NO_COLUMN));
        return source;
    }

    private CellSource open(SparkSession session, Optional<String> embedding) {
        return labelled(CellSources.open(session, input, embedding));
    }

    /** Requires the label that the user named, if any. */
    CellSource labelled(CellSource source) {
        if (label != null) {
            // A column whose own name has commas is one.
            labels = ColumnNames.has(source.rows().schema(), label) ? List.of(label) : List.of(label.split(",", -1));
            labels.forEach(column -> source.require(column, "--label"));
        }
        return source;
    }

    /** The batch columns that the user named, empty where none. */
    public static List<String> givenBatch(RefinerParams params) {
        return params.isDefined(params.batchCol()) ? List.of(params.getOrDefault(params.batchCol())) : List.of();
    }

    /** The label column for pictures and scores; none before the input is opened. */
    public Optional<String> label() {
        return labels.stream().findFirst();
    }

    /** All label columns that the user named; none before the input is opened. */
    public List<String> labels() {
        return labels;
    }

    public List<String> input() {
        return input;
    }
}
