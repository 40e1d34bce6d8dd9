package atlasprox.ml.params;

import static atlasprox.ml.params.Setting.Use.COLUMNS;
import static atlasprox.ml.params.Setting.Use.CORRECTION;
import static atlasprox.ml.params.Setting.Use.FIT;
import static atlasprox.ml.params.Setting.Use.ROWS;

import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Strengths;
import atlasprox.scbatchprox.Regularizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The one table of settings, of estimator, model, command line, configuration files and Python: name, what it does, range,
 * default. Every other place is made of it or checked against it (ParamsTest). The order is that of help pages.
 */
public final class RefinerParamSet extends SettingTable {
    private static final long serialVersionUID = 1L;

    final Param<String> embeddingCol = text(
            COLUMNS,
            "embeddingCol",
            "the embedding: a column of arrays of float or double, a column of Spark ML vectors, or the prefix of numeric columns",
            Default.required());

    final StringArrayParam batchCol = texts(
            COLUMNS,
            "batchCol",
            "the batch column, or several: a batch is a combination of their values; aligned corrects for each column on its own",
            Range.any(),
            Default.required());

    final Param<String> idCol = text(
            COLUMNS,
            "idCol",
            "the column that tells cells apart, or none; cells that aligned draws are drawn by it, else by their coordinates",
            Default.ofData(
                    "none; on the command line soma_joinid, observation_joinid or the index of AnnData, where present"));

    final Param<String> guideCol = later(text(
            FIT,
            "guideCol",
            "aligned: the column of labels that guide the fit, known of some cells or all, or none; no cell's correction hangs on its own",
            Default.of(RefinerParams.NO_COLUMN)));

    final Param<String> preserveCol = later(text(
            COLUMNS,
            "preserveCol",
            "aligned: the column, such as the condition, between whose values differences are preserved, or none; batches are brought onto"
                    + " each other within each",
            Default.of(RefinerParams.NO_COLUMN)));

    final Param<String> outputCol = text(
            COLUMNS,
            "outputCol",
            "the corrected embedding's column or prefix",
            Default.ofData("<embedding>_corrected"));

    final Param<String> method = choice(
            FIT,
            "method",
            "the refinement method: aligned, which brings shared groups of cells together, or scbatchprox, as published",
            Range.oneOf(List.of("aligned", "scbatchprox")),
            Default.of("aligned"));

    final IntParam rounds = whole(
            FIT,
            "rounds",
            "communication rounds at most",
            Range.atLeast1(),
            Default.by(
                    "8 for aligned, 13 with a diversity pressure, 7 for scbatchprox",
                    stage -> stage.isAsPublished() ? 7 : stage.isPressed() ? AlignedSettings.PRESSED_ROUNDS : 8));

    final Param<String> start = choice(
            FIT,
            "start",
            "aligned: which batches are shifted before the first round: auto, those that several groups agree about, none, or"
                    + " shift, all of them",
            Range.oneOf(names(AlignedSettings.Start.values())),
            Default.of("auto"));

    final IntParam prototypes = whole(
            FIT,
            "prototypes",
            "aligned: the number of prototypes K",
            new Range<>(
                    "at least 2, or 0 for a thirtieth of the cells, at most 100",
                    value -> (Integer) value == 0 || (Integer) value >= 2),
            Default.of(0));

    final DoubleParam sigma =
            real(FIT, "sigma", "aligned: the width of responsibilities", Range.above0(), Default.of(0.1));

    final DoubleParam theta = real(
            FIT,
            "theta",
            "aligned: the diversity pressure, for batches of like composition only: draws a batch to prototypes where it has"
                    + " fewer cells than expected",
            Range.atLeast0(),
            Default.of(0.0));

    final DoubleParam alpha = real(
            FIT,
            "alpha",
            "aligned: how many of a group's expected cells a batch's own evidence is weighed against",
            Range.above0(),
            Default.of(0.2));

    final DoubleParam ridge = real(
            FIT,
            "ridge",
            "aligned: how strongly a round holds a batch's shift to the last round's",
            Range.above0(),
            Default.of(2.0));

    final IntParam innerIterations = whole(
            FIT,
            "innerIterations",
            "aligned: turns of responsibilities and corrected place for a cell",
            Range.atLeast1(),
            Default.of(2));

    final DoubleParam gapLimit = real(
            FIT,
            "gapLimit",
            "aligned: pooled deviations between a batch's group and the other batches' at which the group is trusted half",
            Range.above0(),
            Default.of(1.5));

    final StringArrayParam strength = texts(
            FIT,
            "strength",
            "aligned: how strongly to correct a batch column or one of its levels",
            new Range<>(
                    "as column=number or column:level=number; from 0, which leaves those cells untouched, to 1, plain",
                    values -> Arrays.stream(values).allMatch(Strengths::isStrength)),
            Default.of(new String[0]));

    final DoubleParam huberCutoff = formerly(
            "tailCut",
            real(
                    FIT,
                    "huberCutoff",
                    "aligned: pooled deviations c beyond which a cell counts less, by Huber's weight min(1, c / distance)",
                    Range.above0(),
                    Default.of(2.0)));

    final DoubleParam falseAlarms = later(real(
            FIT,
            "falseAlarms",
            "aligned: how often a table whose batches differ by chance alone may be corrected all the same; 1 corrects every batch",
            Range.share(),
            Default.of(0.001)));

    final IntParam minCells = later(whole(
            FIT,
            "minCells",
            "the least number of cells behind a centroid or group that a batch tells of",
            Range.atLeast1(),
            Default.of(1)));

    final DoubleParam tolerance = real(
            FIT,
            "tolerance",
            "aligned: the relative fall of the objective that ends the rounds",
            Range.atLeast0(),
            Default.of(1e-5));

    final LongParam maxFitCells = large(
            FIT,
            "maxFitCells",
            "aligned: how many cells to fit on at most, about, drawn by the seed with small batches whole (every cell is"
                    + " corrected)",
            new Range<>(
                    "at least 1, 0 for all, or -1 for 100,000, or 5,000 a batch if that is more",
                    value -> (Long) value >= AlignedSettings.BY_BATCHES),
            Default.of(AlignedSettings.BY_BATCHES));

    final Param<String> solver = choice(
            FIT,
            "solver",
            "scbatchprox: how a client trains: adam, minibatch epochs as published, or moments, the exact minimiser from one pass",
            Range.oneOf(List.of("adam", "moments")),
            Default.of("adam"));

    final IntParam localEpochs = whole(
            FIT, "localEpochs", "scbatchprox: Adam epochs of a client in a round", Range.atLeast1(), Default.of(2));

    final DoubleParam learningRate =
            real(FIT, "learningRate", "scbatchprox: Adam's step size", Range.above0(), Default.of(1e-3));

    final IntParam minibatchSize =
            whole(FIT, "minibatchSize", "scbatchprox: cells in a minibatch", Range.atLeast1(), Default.of(256));

    final DoubleParam mu = real(
            FIT,
            "mu",
            "weight of the proximal term",
            Range.atLeast0(),
            Default.by("0 for aligned, 0.001 for scbatchprox", stage -> stage.isAsPublished() ? 1e-3 : 0.0));

    final DoubleParam lambda =
            real(FIT, "lambda", "scbatchprox: weight of the regulariser", Range.atLeast0(), Default.of(1e-3));

    final Param<String> regularizer = choice(
            FIT,
            "regularizer",
            "scbatchprox: what lambda pulls toward: l2, a scale of 0 as published, or identity, a scale of 1",
            Range.oneOf(names(Regularizer.values())),
            Default.of("l2"));

    final DoubleParam trainFraction = real(
            FIT,
            "trainFraction",
            "scbatchprox: the share of each batch's cells that trains, drawn by the seed",
            Range.share(),
            Default.of(0.9));

    final BooleanParam standardize = flag(
            FIT,
            "standardize",
            "scbatchprox: whether to train in units of each dimension's pooled within-batch deviation",
            Default.of(false));

    final LongParam seed = large(
            FIT,
            "seed",
            "the seed of all that is drawn",
            new Range<>("any whole number", value -> true),
            Default.of(0L));

    final BooleanParam force =
            flag(FIT, "force", "whether to take a batch column that looks like identifiers", Default.of(false));

    final Param<String> onInvalid = choice(
            ROWS,
            "onInvalid",
            "what to do with rows without a finite embedding or without a batch: fail, drop them, or pass them through unchanged",
            Range.oneOf(List.of("fail", "drop", "pass")),
            Default.of("fail"));

    final Param<String> unknownBatch = choice(
            CORRECTION,
            "unknownBatch",
            "what to do with cells of a batch that the model does not know: fail, or pass them through unchanged",
            Range.oneOf(List.of("fail", "pass")),
            Default.of("fail"));

    /** @param owner the stage whose Params these are; its uid is known */
    public RefinerParamSet(RefinerParams owner) {
        super(owner);
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
