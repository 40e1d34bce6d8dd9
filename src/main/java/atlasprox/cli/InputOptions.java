package atlasprox.cli;

import atlasprox.ml.RefinerParams;
import atlasprox.read.CellSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The options that say what to read. */
final class InputOptions {
    @Option(
            names = "--input",
            required = true,
            paramLabel = "PATH",
            description =
                    "Parquet or h5ad, a file or a folder of files, on any file system; may be given several times")
    private List<String> input;

    @Option(
            names = "--id",
            paramLabel = "COLUMN",
            description = "The column that tells cells apart, which must be unique, or none; default soma_joinid, "
                    + "observation_joinid or the h5ad index, where present")
    private String id;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "A column of cell types, for pictures and scores; never used for fitting")
    private String label;

    CellSource open(SparkSession session) {
        CellSource source = CellSource.open(session, input);
        label().ifPresent(column -> source.require(column, "--label"));
        return source;
    }

    /** Sets embedding and batch columns to what the source has, where the user named none. */
    static void resolve(RefinerParams params, CellSource source) {
        params.set(
                params.embeddingCol(),
                source.embedding(
                        params.get(params.embeddingCol()).isDefined()
                                ? Optional.of(params.getOrDefault(params.embeddingCol()))
                                : Optional.empty()));
        List<String> given =
                params.isDefined(params.batchCol()) ? Arrays.asList(params.getOrDefault(params.batchCol())) : List.of();
        params.set(params.batchCol(), source.batch(given).toArray(String[]::new));
    }

    Optional<String> id(CellSource source) {
        return source.id(Optional.ofNullable(id));
    }

    Optional<String> label() {
        return Optional.ofNullable(label);
    }

    List<String> input() {
        return input;
    }
}
