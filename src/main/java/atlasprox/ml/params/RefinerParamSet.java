package atlasprox.ml.params;

import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Strengths;
import atlasprox.scbatchprox.Regularizer;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The Params that estimator and model share, with their ranges, documentation and defaults. This is the only place where a
 * default stands; the command line and the documentation read it from here.
 */
public final class RefinerParamSet implements Serializable {
    private static final long serialVersionUID = 1L;

    final Param<String> embeddingCol;
    final StringArrayParam batchCol;
    final Param<String> outputCol;
    final Param<String> method;
    final IntParam prototypes;
    final DoubleParam sigma;
    final DoubleParam theta;
    final DoubleParam alpha;
    final DoubleParam ridge;
    final DoubleParam gapLimit;
    final StringArrayParam strength;
    final IntParam innerIterations;
    final DoubleParam tailCut;
    final DoubleParam tolerance;
    final Param<String> start;
    final LongParam maxFitCells;
    final Param<String> solver;
    final IntParam rounds;
    final IntParam localEpochs;
    final DoubleParam learningRate;
    final IntParam minibatchSize;
    final DoubleParam mu;
    final DoubleParam lambda;
    final Param<String> regularizer;
    final DoubleParam trainFraction;
    final BooleanParam standardize;
    final LongParam seed;
    final Param<String> onInvalid;
    final Param<String> unknownBatch;
    final BooleanParam force;

    public RefinerParamSet(RefinerParams owner) {
        embeddingCol = new Param<>(
                owner,
                "embeddingCol",
                "the embedding: a column of arrays of float or double, a column of Spark ML vectors, or the prefix of numeric columns");
        batchCol = new StringArrayParam(
                owner,
                "batchCol",
                "the batch column, or several: a batch is a combination of their values; aligned corrects for each column on its own");
        outputCol = new Param<>(
                owner, "outputCol", "the corrected embedding's column or prefix (default: <embedding>_corrected)");
        method = choice(
                owner,
                "method",
                "the refinement method: aligned, which brings shared groups of cells together, or scbatchprox, as published",
                List.of("aligned", "scbatchprox"));
        prototypes = new IntParam(
                owner,
                "prototypes",
                "aligned: the number of prototypes K, at least 2, or 0 for a thirtieth of the cells, at most 100",
                check(value -> (Integer) value == 0 || (Integer) value >= 2));
        sigma = new DoubleParam(owner, "sigma", "aligned: the width of responsibilities, above 0", positive());
        theta = new DoubleParam(
                owner,
                "theta",
                "aligned: the diversity pressure, which draws a batch to prototypes where it has fewer cells than expected, at least"
                        + " 0 and finite; for batches of like composition only",
                nonNegative());
        alpha = new DoubleParam(
                owner,
                "alpha",
                "aligned: how many of a group's expected cells a batch's own evidence is weighed against, above 0",
                positive());
        ridge = new DoubleParam(
                owner,
                "ridge",
                "aligned: how strongly a round holds a batch's shift to the last round's, above 0",
                positive());
        gapLimit = new DoubleParam(
                owner,
                "gapLimit",
                "aligned: pooled deviations between a batch's group and the other batches' at which the group is trusted half, above 0",
                positive());
        strength = new StringArrayParam(
                owner,
                "strength",
                "aligned: how strongly to correct a batch column or one of its levels, as column=number or column:level=number;"
                        + " from 0, which leaves those cells untouched, to 1, plain",
                check(value -> Arrays.stream(value).allMatch(Strengths::isStrength)));
        innerIterations = new IntParam(
                owner,
                "innerIterations",
                "aligned: turns of responsibilities and corrected place for a cell, at least 1",
                ParamValidators.gtEq(1));
        tailCut = new DoubleParam(
                owner, "tailCut", "aligned: pooled deviations beyond which a cell counts less, above 0", positive());
        tolerance = new DoubleParam(
                owner,
                "tolerance",
                "aligned: the relative fall of the objective that ends the rounds, at least 0 and finite",
                nonNegative());
        start = choice(
                owner,
                "start",
                "aligned: which batches are shifted before the first round: auto, those that several groups agree about, none, or"
                        + " shift, all of them",
                Arrays.stream(AlignedSettings.Start.values())
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .toList());
        maxFitCells = new LongParam(
                owner,
                "maxFitCells",
                "aligned: how many cells to fit on at most, about, drawn by the seed with small batches whole: at least 1, 0 for"
                        + " all, or -1 for 100,000, or 5,000 a batch if that is more; every cell is corrected",
                check(value -> (Long) value >= AlignedSettings.BY_BATCHES));
        solver = choice(
                owner,
                "solver",
                "scbatchprox: how a client trains: adam, minibatch epochs as published, or moments, the exact minimiser from one pass",
                List.of("adam", "moments"));
        rounds = new IntParam(
                owner,
                "rounds",
                "communication rounds at most, at least 1 (default: 8 for aligned, 13 with a diversity pressure, 7 for"
                        + " scbatchprox)",
                ParamValidators.gtEq(1));
        localEpochs = new IntParam(
                owner,
                "localEpochs",
                "scbatchprox: Adam epochs of a client in a round, at least 1",
                ParamValidators.gtEq(1));
        learningRate = new DoubleParam(owner, "learningRate", "scbatchprox: Adam's step size, above 0", positive());
        minibatchSize = new IntParam(
                owner, "minibatchSize", "scbatchprox: cells in a minibatch, at least 1", ParamValidators.gtEq(1));
        mu = new DoubleParam(
                owner,
                "mu",
                "weight of the proximal term, at least 0 and finite (default: 0 for aligned, 0.001 for scbatchprox)",
                nonNegative());
        lambda = new DoubleParam(
                owner, "lambda", "scbatchprox: weight of the regulariser, at least 0 and finite", nonNegative());
        regularizer = choice(
                owner,
                "regularizer",
                "scbatchprox: what lambda pulls toward: l2, a scale of 0 as published, or identity, a scale of 1",
                Arrays.stream(Regularizer.values())
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .toList());
        trainFraction = new DoubleParam(
                owner,
                "trainFraction",
                "scbatchprox: the share of each batch's cells that trains, drawn by the seed, above 0 and at most 1",
                ParamValidators.inRange(0.0, 1.0, false, true));
        standardize = new BooleanParam(
                owner,
                "standardize",
                "scbatchprox: whether to train in units of each dimension's pooled within-batch deviation");
        seed = new LongParam(owner, "seed", "the seed of all that is drawn, any whole number");
        onInvalid = choice(
                owner,
                "onInvalid",
                "what to do with rows without a finite embedding or without a batch: fail, drop them, or pass them through unchanged",
                List.of("fail", "drop", "pass"));
        unknownBatch = choice(
                owner,
                "unknownBatch",
                "what to do with cells of a batch that the model does not know: fail, or pass them through unchanged",
                List.of("fail", "pass"));
        force = new BooleanParam(owner, "force", "whether to take a batch column that looks like identifiers");
        setDefaults(owner);
    }

    private void setDefaults(RefinerParams owner) {
        owner.setDefault(method, "aligned");
        owner.setDefault(prototypes, 0);
        owner.setDefault(sigma, 0.1);
        owner.setDefault(theta, 0.0);
        owner.setDefault(alpha, 0.2);
        owner.setDefault(ridge, 2.0);
        owner.setDefault(gapLimit, 1.5);
        owner.setDefault(strength, new String[0]);
        owner.setDefault(innerIterations, 2);
        owner.setDefault(tailCut, 2.0);
        owner.setDefault(tolerance, 1e-5);
        owner.setDefault(start, "auto");
        owner.setDefault(maxFitCells, AlignedSettings.BY_BATCHES);
        owner.setDefault(solver, "adam");
        owner.setDefault(localEpochs, 2);
        owner.setDefault(learningRate, 1e-3);
        owner.setDefault(minibatchSize, 256);
        owner.setDefault(lambda, 1e-3);
        owner.setDefault(regularizer, "l2");
        owner.setDefault(trainFraction, 0.9);
        owner.setDefault(standardize, false);
        owner.setDefault(seed, 0L);
        owner.setDefault(onInvalid, "fail");
        owner.setDefault(unknownBatch, "fail");
        owner.setDefault(force, false);
    }

    /** Two defaults go by the method and the diversity pressure, which are known when a fit begins. */
    void setMethodDefaults(RefinerParams owner) {
        boolean published = "scbatchprox".equals(owner.getOrDefault(method));
        boolean pressed = (Double) owner.getOrDefault(theta) > 0.0;
        owner.setDefault(rounds, published ? 7 : pressed ? AlignedSettings.PRESSED_ROUNDS : 8);
        owner.setDefault(mu, published ? 1e-3 : 0.0);
    }

    private static Param<String> choice(RefinerParams owner, String name, String doc, List<String> values) {
        String text = doc + " (" + String.join(" | ", values) + ")";
        return new Param<>(owner, name, text, check(values::contains));
    }

    private static Check<Object> positive() {
        return value -> (Double) value > 0.0 && Double.isFinite((Double) value);
    }

    private static Check<Object> nonNegative() {
        return value -> (Double) value >= 0.0 && Double.isFinite((Double) value);
    }

    private static <T> Check<T> check(Check<T> check) {
        return check;
    }

    /** Whether a Param may have a value. Params travel with their stages, and so must these; Scala's functions do by themselves. */
    private interface Check<T> extends scala.Function1<T, Object>, Serializable {}
}
