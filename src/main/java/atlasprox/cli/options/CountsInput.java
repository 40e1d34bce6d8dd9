package atlasprox.cli.options;

import atlasprox.cli.failure.UsageException;
import atlasprox.counts.CountModel;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.job.Progress;
import atlasprox.job.counts.CountEmbedding;
import atlasprox.job.counts.EmbeddedCounts;
import atlasprox.job.counts.PcaEmbedder;
import atlasprox.ml.params.RefinerParams;
import atlasprox.read.CellSources;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.CountSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import scala.jdk.javaapi.OptionConverters;

/** The options by which a command that wants an embedding makes it of counts first. */
public final class CountsInput {
    @Option(
            names = "--counts",
            description = "Take counts, and give the cells an embedding first, as embed does; --embedding names it")
    private boolean counts;

    @Mixin
    private CountOptions options;

    public boolean given() {
        return counts;
    }

    /**
     * @param command the parsed command
     * @throws UsageException if counts are spoken of without {@code --counts}, or are not to be had so
     */
    public void check(CommandSpec command) {
        options.check();
        CountOptions.settings(command);
        if (!counts) {
            CountOptions.typed(command).ifPresent(option -> {
                throw new UsageException(option + " is about counts: give --counts with it");
            });
        }
    }

    /** @return the counts of an input; nothing but schemas and names of genes is read yet */
    public CountSource open(SparkSession session, InputOptions input) {
        CountSource source = CellSources.counts(session, input.input(), options.choice());
        input.labelled(source.cells());
        return source;
    }

    /**
     * @param source the counts
     * @param refiner gets the embedding's and the batch columns' names where the user named none
     * @param settings how counts become an embedding
     * @param progress is told how it gets on
     * @return the cells with an embedding made of them
     */
    public ReadCells fitted(CountSource source, RefinerParams refiner, CountSettings settings, Progress progress) {
        CountEmbedding cells = cells(source, refiner);
        boolean failing = "fail".equals(refiner.getOrDefault(refiner.onInvalid()));
        progress.phase("looking at the counts", 0);
        SparkCountPca.Result found = cells.fit(settings, failing);
        return embedded(
                cells,
                refiner,
                new EmbeddedCounts(
                        source, options.choice(), new PcaEmbedder(found.model()), Optional.empty(), found.batches()));
    }

    /**
     * @param source the counts
     * @param refiner gets the embedding's and the batch columns' names where the user named none
     * @param model a saved model of counts
     * @param folder where it was read from
     * @return the cells with the embedding that the model gives them
     */
    public ReadCells by(CountSource source, RefinerParams refiner, CountModel model, String folder) {
        return embedded(
                cells(source, refiner),
                refiner,
                new EmbeddedCounts(source, options.choice(), new PcaEmbedder(model), Optional.of(folder), Map.of()));
    }

    private static CountEmbedding cells(CountSource source, RefinerParams refiner) {
        String name =
                OptionConverters.toJava(refiner.get(refiner.embeddingCol())).orElse(CountOptions.embedding());
        refiner.set(refiner.embeddingCol(), name);
        return new CountEmbedding(source, source.cells().batch(InputOptions.givenBatch(refiner)), name, "--embedding");
    }

    private static ReadCells embedded(CountEmbedding cells, RefinerParams refiner, EmbeddedCounts counts) {
        CellSource table = cells.source().cells();
        List<String> warnings = new ArrayList<>(table.warnings());
        cells.lacking(counts.model()).ifPresent(warnings::add);
        ReadCells embedded =
                ReadCells.kept(table.withRows(cells.embedded(counts.model())).withWarnings(warnings), counts);
        InputOptions.settled(embedded.source(), refiner);
        return embedded;
    }
}
