package atlasprox.cli.command;

import atlasprox.Json;
import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.options.Footprint;
import atlasprox.job.Progress;
import atlasprox.ml.ModelCard;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what a saved model knows. */
@Command(
        name = "show",
        description = "Show a saved model: its versions, its batches and how far each is moved, its settings.")
public final class ModelShowCommand extends SparkCommand {
    @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "A saved model")
    private String model;

    @Option(names = "--json", description = "Show it as JSON")
    private boolean json;

    @Override
    void checkArguments() {}

    @Override
    Footprint addPlaces(Footprint footprint) {
        return footprint.readsFolder("--model", model);
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        ModelCard card = ModelCard.of(model(session, model));
        say(json ? Json.page(card) : ModelTable.of(model, card));
        return ExitCode.OK;
    }
}
