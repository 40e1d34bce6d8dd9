package atlasprox.cli.command;

import atlasprox.cli.options.ParamOptions;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.ml.LabelAnnotator;
import atlasprox.ml.params.SettingParams;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Tells what cells are, by the labels of those that a model was fitted on. */
@Command(
        name = "annotate",
        description =
                "Correct cells with a saved model that was fitted with --label and write them with the labels that its reference "
                        + "tells, how sure each is, and how unlike the reference the cell is.")
public final class AnnotateCommand extends SavedModelCommand {

    @Override
    void checkArguments() {
        super.checkArguments();
        apply(LabelAnnotator.settingsAlone());
    }

    private void apply(SettingParams target) {
        ParamOptions.applyAll(spec, target, setting -> true);
    }

    @Override
    Optional<LabelAnnotator> annotator(BatchRefinerModel saved) {
        LabelAnnotator annotator = new LabelAnnotator(saved);
        apply(annotator);
        return Optional.of(annotator);
    }
}
