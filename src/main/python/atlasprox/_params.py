"""The Params of the Spark ML stages.

Written by src/test/python/write_params.py from the Java Params: change RefinerParamSet.java or
CountParamTable.java, not this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters

from atlasprox._spark import java_class
from atlasprox._stage import JavaTwin, toListOfNames

if TYPE_CHECKING:
    from typing_extensions import Self


class RefinerParams(JavaTwin):
    """The settings of BatchRefiner; their defaults are the Java program's."""

    batchCol: Param[list[str]] = Param(
        Params._dummy(),
        "batchCol",
        "the batch column, or several: a batch is a combination of their values; aligned corrects for each "
        "column on its own",
        toListOfNames,
    )

    embeddingCol: Param[str] = Param(
        Params._dummy(),
        "embeddingCol",
        "the embedding: a column of arrays of float or double, a column of Spark ML vectors, or the prefix of"
        " numeric columns",
        TypeConverters.toString,
    )

    guideCol: Param[str] = Param(
        Params._dummy(),
        "guideCol",
        "aligned: the column of labels that guide the fit, known of some cells or all, or none; no cell's "
        "correction hangs on its own",
        TypeConverters.toString,
    )

    idCol: Param[str] = Param(
        Params._dummy(),
        "idCol",
        "the column that tells cells apart, or none; cells that aligned draws are drawn by it, else by their "
        "coordinates (default: none; on the command line soma_joinid, observation_joinid or the index of "
        "AnnData, where present)",
        TypeConverters.toString,
    )

    outputCol: Param[str] = Param(
        Params._dummy(),
        "outputCol",
        "the corrected embedding's column or prefix (default: <embedding>_corrected)",
        TypeConverters.toString,
    )

    preserveCol: Param[str] = Param(
        Params._dummy(),
        "preserveCol",
        "aligned: the column, such as the condition, between whose values differences are preserved, or none;"
        " batches are brought onto each other within each",
        TypeConverters.toString,
    )

    alpha: Param[float] = Param(
        Params._dummy(),
        "alpha",
        "aligned: how many of a group's expected cells a batch's own evidence is weighed against, above 0",
        TypeConverters.toFloat,
    )

    falseAlarms: Param[float] = Param(
        Params._dummy(),
        "falseAlarms",
        "aligned: how often a table whose batches differ by chance alone may be corrected all the same; 1 "
        "corrects every batch, above 0 and at most 1",
        TypeConverters.toFloat,
    )

    force: Param[bool] = Param(
        Params._dummy(), "force", "whether to take a batch column that looks like identifiers", TypeConverters.toBoolean
    )

    gapLimit: Param[float] = Param(
        Params._dummy(),
        "gapLimit",
        "aligned: pooled deviations between a batch's group and the other batches' at which the group is "
        "trusted half, above 0",
        TypeConverters.toFloat,
    )

    huberCutoff: Param[float] = Param(
        Params._dummy(),
        "huberCutoff",
        "aligned: pooled deviations c beyond which a cell counts less, by Huber's weight min(1, c / distance), above 0",
        TypeConverters.toFloat,
    )

    innerIterations: Param[int] = Param(
        Params._dummy(),
        "innerIterations",
        "aligned: turns of responsibilities and corrected place for a cell, at least 1",
        TypeConverters.toInt,
    )

    vars()["lambda"] = Param(
        Params._dummy(),
        "lambda",
        "scbatchprox: weight of the regulariser, at least 0 and finite",
        TypeConverters.toFloat,
    )

    learningRate: Param[float] = Param(
        Params._dummy(), "learningRate", "scbatchprox: Adam's step size, above 0", TypeConverters.toFloat
    )

    localEpochs: Param[int] = Param(
        Params._dummy(),
        "localEpochs",
        "scbatchprox: Adam epochs of a client in a round, at least 1",
        TypeConverters.toInt,
    )

    maxFitCells: Param[int] = Param(
        Params._dummy(),
        "maxFitCells",
        "aligned: how many cells to fit on at most, about, drawn by the seed with small batches whole (every "
        "cell is corrected), at least 1, 0 for all, or -1 for 100,000, or 5,000 a batch if that is more",
        TypeConverters.toInt,
    )

    method: Param[str] = Param(
        Params._dummy(),
        "method",
        "the refinement method: aligned, which brings shared groups of cells together, or scbatchprox, as "
        "published (aligned | scbatchprox)",
        TypeConverters.toString,
    )

    minCells: Param[int] = Param(
        Params._dummy(),
        "minCells",
        "the least number of cells behind a centroid or group that a batch tells of, at least 1",
        TypeConverters.toInt,
    )

    minibatchSize: Param[int] = Param(
        Params._dummy(), "minibatchSize", "scbatchprox: cells in a minibatch, at least 1", TypeConverters.toInt
    )

    mu: Param[float] = Param(
        Params._dummy(),
        "mu",
        "weight of the proximal term, at least 0 and finite (default: 0 for aligned, 0.001 for scbatchprox)",
        TypeConverters.toFloat,
    )

    onInvalid: Param[str] = Param(
        Params._dummy(),
        "onInvalid",
        "what to do with rows without a finite embedding or without a batch: fail, drop them, or pass them "
        "through unchanged (fail | drop | pass)",
        TypeConverters.toString,
    )

    prototypes: Param[int] = Param(
        Params._dummy(),
        "prototypes",
        "aligned: the number of prototypes K, at least 2, or 0 for a thirtieth of the cells, at most 100",
        TypeConverters.toInt,
    )

    regularizer: Param[str] = Param(
        Params._dummy(),
        "regularizer",
        "scbatchprox: what lambda pulls toward: l2, a scale of 0 as published, or identity, a scale of 1 (l2 "
        "| identity)",
        TypeConverters.toString,
    )

    ridge: Param[float] = Param(
        Params._dummy(),
        "ridge",
        "aligned: how strongly a round holds a batch's shift to the last round's, above 0",
        TypeConverters.toFloat,
    )

    rounds: Param[int] = Param(
        Params._dummy(),
        "rounds",
        "communication rounds at most, at least 1 (default: 8 for aligned, 13 with a diversity pressure, 7 "
        "for scbatchprox)",
        TypeConverters.toInt,
    )

    seed: Param[int] = Param(
        Params._dummy(), "seed", "the seed of all that is drawn, any whole number", TypeConverters.toInt
    )

    sigma: Param[float] = Param(
        Params._dummy(), "sigma", "aligned: the width of responsibilities, above 0", TypeConverters.toFloat
    )

    solver: Param[str] = Param(
        Params._dummy(),
        "solver",
        "scbatchprox: how a client trains: adam, minibatch epochs as published, or moments, the exact "
        "minimiser from one pass (adam | moments)",
        TypeConverters.toString,
    )

    standardize: Param[bool] = Param(
        Params._dummy(),
        "standardize",
        "scbatchprox: whether to train in units of each dimension's pooled within-batch deviation",
        TypeConverters.toBoolean,
    )

    start: Param[str] = Param(
        Params._dummy(),
        "start",
        "aligned: which batches are shifted before the first round: auto, those that several groups agree "
        "about, none, or shift, all of them (none | auto | shift)",
        TypeConverters.toString,
    )

    strength: Param[list[str]] = Param(
        Params._dummy(),
        "strength",
        "aligned: how strongly to correct a batch column or one of its levels, as column=number or "
        "column:level=number; from 0, which leaves those cells untouched, to 1, plain",
        toListOfNames,
    )

    theta: Param[float] = Param(
        Params._dummy(),
        "theta",
        "aligned: the diversity pressure, for batches of like composition only: draws a batch to prototypes "
        "where it has fewer cells than expected, at least 0 and finite",
        TypeConverters.toFloat,
    )

    tolerance: Param[float] = Param(
        Params._dummy(),
        "tolerance",
        "aligned: the relative fall of the objective that ends the rounds, at least 0 and finite",
        TypeConverters.toFloat,
    )

    trainFraction: Param[float] = Param(
        Params._dummy(),
        "trainFraction",
        "scbatchprox: the share of each batch's cells that trains, drawn by the seed, above 0 and at most 1",
        TypeConverters.toFloat,
    )

    unknownBatch: Param[str] = Param(
        Params._dummy(),
        "unknownBatch",
        "what to do with cells of a batch that the model does not know: fail, or pass them through unchanged "
        "(fail | pass)",
        TypeConverters.toString,
    )

    def getBatchCol(self) -> list[str]:
        """Get batchCol, or its default."""
        return self.getOrDefault("batchCol")

    def getEmbeddingCol(self) -> str:
        """Get embeddingCol, or its default."""
        return self.getOrDefault("embeddingCol")

    def getGuideCol(self) -> str:
        """Get guideCol, or its default."""
        return self.getOrDefault("guideCol")

    def getIdCol(self) -> str:
        """Get idCol, or its default."""
        return self.getOrDefault("idCol")

    def getOutputCol(self) -> str:
        """Get outputCol, or its default."""
        return self.getOrDefault("outputCol")

    def getPreserveCol(self) -> str:
        """Get preserveCol, or its default."""
        return self.getOrDefault("preserveCol")

    def getAlpha(self) -> float:
        """Get alpha, or its default."""
        return self.getOrDefault("alpha")

    def getFalseAlarms(self) -> float:
        """Get falseAlarms, or its default."""
        return self.getOrDefault("falseAlarms")

    def getForce(self) -> bool:
        """Get force, or its default."""
        return self.getOrDefault("force")

    def getGapLimit(self) -> float:
        """Get gapLimit, or its default."""
        return self.getOrDefault("gapLimit")

    def getHuberCutoff(self) -> float:
        """Get huberCutoff, or its default."""
        return self.getOrDefault("huberCutoff")

    def getInnerIterations(self) -> int:
        """Get innerIterations, or its default."""
        return self.getOrDefault("innerIterations")

    @property
    def lambda_(self) -> Param[float]:
        """The Param lambda, by a name that Python allows."""
        return self.getParam("lambda")

    def getLambda(self) -> float:
        """Get lambda, or its default."""
        return self.getOrDefault("lambda")

    def getLearningRate(self) -> float:
        """Get learningRate, or its default."""
        return self.getOrDefault("learningRate")

    def getLocalEpochs(self) -> int:
        """Get localEpochs, or its default."""
        return self.getOrDefault("localEpochs")

    def getMaxFitCells(self) -> int:
        """Get maxFitCells, or its default."""
        return self.getOrDefault("maxFitCells")

    def getMethod(self) -> str:
        """Get method, or its default."""
        return self.getOrDefault("method")

    def getMinCells(self) -> int:
        """Get minCells, or its default."""
        return self.getOrDefault("minCells")

    def getMinibatchSize(self) -> int:
        """Get minibatchSize, or its default."""
        return self.getOrDefault("minibatchSize")

    def getMu(self) -> float:
        """Get mu, or its default."""
        return self.getOrDefault("mu")

    def getOnInvalid(self) -> str:
        """Get onInvalid, or its default."""
        return self.getOrDefault("onInvalid")

    def getPrototypes(self) -> int:
        """Get prototypes, or its default."""
        return self.getOrDefault("prototypes")

    def getRegularizer(self) -> str:
        """Get regularizer, or its default."""
        return self.getOrDefault("regularizer")

    def getRidge(self) -> float:
        """Get ridge, or its default."""
        return self.getOrDefault("ridge")

    def getRounds(self) -> int:
        """Get rounds, or its default."""
        return self.getOrDefault("rounds")

    def getSeed(self) -> int:
        """Get seed, or its default."""
        return self.getOrDefault("seed")

    def getSigma(self) -> float:
        """Get sigma, or its default."""
        return self.getOrDefault("sigma")

    def getSolver(self) -> str:
        """Get solver, or its default."""
        return self.getOrDefault("solver")

    def getStandardize(self) -> bool:
        """Get standardize, or its default."""
        return self.getOrDefault("standardize")

    def getStart(self) -> str:
        """Get start, or its default."""
        return self.getOrDefault("start")

    def getStrength(self) -> list[str]:
        """Get strength, or its default."""
        return self.getOrDefault("strength")

    def getTheta(self) -> float:
        """Get theta, or its default."""
        return self.getOrDefault("theta")

    def getTolerance(self) -> float:
        """Get tolerance, or its default."""
        return self.getOrDefault("tolerance")

    def getTrainFraction(self) -> float:
        """Get trainFraction, or its default."""
        return self.getOrDefault("trainFraction")

    def getUnknownBatch(self) -> str:
        """Get unknownBatch, or its default."""
        return self.getOrDefault("unknownBatch")

    @property
    def tailCut(self) -> Param[float]:
        """The Param huberCutoff, by its earlier name."""
        return self.getParam("huberCutoff")

    def getTailCut(self) -> float:
        """Get huberCutoff, by its earlier name."""
        return self.getHuberCutoff()


class RefinerSettings(RefinerParams):
    """Everything that can be set of a BatchRefiner."""

    @keyword_only
    def __init__(
        self,
        *,
        batchCol: str | list[str] | None = None,
        embeddingCol: str | None = None,
        guideCol: str | None = None,
        idCol: str | None = None,
        outputCol: str | None = None,
        preserveCol: str | None = None,
        alpha: float | None = None,
        falseAlarms: float | None = None,
        force: bool | None = None,
        gapLimit: float | None = None,
        huberCutoff: float | None = None,
        innerIterations: int | None = None,
        lambda_: float | None = None,
        learningRate: float | None = None,
        localEpochs: int | None = None,
        maxFitCells: int | None = None,
        method: str | None = None,
        minCells: int | None = None,
        minibatchSize: int | None = None,
        mu: float | None = None,
        onInvalid: str | None = None,
        prototypes: int | None = None,
        regularizer: str | None = None,
        ridge: float | None = None,
        rounds: int | None = None,
        seed: int | None = None,
        sigma: float | None = None,
        solver: str | None = None,
        standardize: bool | None = None,
        start: str | None = None,
        strength: str | list[str] | None = None,
        theta: float | None = None,
        tolerance: float | None = None,
        trainFraction: float | None = None,
        unknownBatch: str | None = None,
        tailCut: float | None = None,
    ) -> None:
        super().__init__()
        self._java_obj = java_class("atlasprox.ml.BatchRefiner")(self.uid)
        self._transfer_params_from_java()
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        batchCol: str | list[str] | None = None,
        embeddingCol: str | None = None,
        guideCol: str | None = None,
        idCol: str | None = None,
        outputCol: str | None = None,
        preserveCol: str | None = None,
        alpha: float | None = None,
        falseAlarms: float | None = None,
        force: bool | None = None,
        gapLimit: float | None = None,
        huberCutoff: float | None = None,
        innerIterations: int | None = None,
        lambda_: float | None = None,
        learningRate: float | None = None,
        localEpochs: int | None = None,
        maxFitCells: int | None = None,
        method: str | None = None,
        minCells: int | None = None,
        minibatchSize: int | None = None,
        mu: float | None = None,
        onInvalid: str | None = None,
        prototypes: int | None = None,
        regularizer: str | None = None,
        ridge: float | None = None,
        rounds: int | None = None,
        seed: int | None = None,
        sigma: float | None = None,
        solver: str | None = None,
        standardize: bool | None = None,
        start: str | None = None,
        strength: str | list[str] | None = None,
        theta: float | None = None,
        tolerance: float | None = None,
        trainFraction: float | None = None,
        unknownBatch: str | None = None,
        tailCut: float | None = None,
    ) -> Self:
        """Set those that are not None."""
        return self._set_named(self._input_kwargs)

    def setBatchCol(self, value: str | list[str]) -> Self:
        """Set batchCol.

        The batch column, or several: a batch is a combination of their values; aligned corrects for each column on
        its own.
        """
        return self._set_named({"batchCol": value})

    def setEmbeddingCol(self, value: str) -> Self:
        """Set embeddingCol.

        The embedding: a column of arrays of float or double, a column of Spark ML vectors, or the prefix of numeric
        columns.
        """
        return self._set_named({"embeddingCol": value})

    def setGuideCol(self, value: str) -> Self:
        """Set guideCol.

        Aligned: the column of labels that guide the fit, known of some cells or all, or none; no cell's correction
        hangs on its own.
        """
        return self._set_named({"guideCol": value})

    def setIdCol(self, value: str) -> Self:
        """Set idCol.

        The column that tells cells apart, or none; cells that aligned draws are drawn by it, else by their
        coordinates (default: none; on the command line soma_joinid, observation_joinid or the index of AnnData, where
        present).
        """
        return self._set_named({"idCol": value})

    def setOutputCol(self, value: str) -> Self:
        """Set outputCol.

        The corrected embedding's column or prefix (default: <embedding>_corrected).
        """
        return self._set_named({"outputCol": value})

    def setPreserveCol(self, value: str) -> Self:
        """Set preserveCol.

        Aligned: the column, such as the condition, between whose values differences are preserved, or none; batches
        are brought onto each other within each.
        """
        return self._set_named({"preserveCol": value})

    def setAlpha(self, value: float) -> Self:
        """Set alpha.

        Aligned: how many of a group's expected cells a batch's own evidence is weighed against, above 0.
        """
        return self._set_named({"alpha": value})

    def setFalseAlarms(self, value: float) -> Self:
        """Set falseAlarms.

        Aligned: how often a table whose batches differ by chance alone may be corrected all the same; 1 corrects
        every batch, above 0 and at most 1.
        """
        return self._set_named({"falseAlarms": value})

    def setForce(self, value: bool) -> Self:
        """Set force.

        Whether to take a batch column that looks like identifiers.
        """
        return self._set_named({"force": value})

    def setGapLimit(self, value: float) -> Self:
        """Set gapLimit.

        Aligned: pooled deviations between a batch's group and the other batches' at which the group is trusted half,
        above 0.
        """
        return self._set_named({"gapLimit": value})

    def setHuberCutoff(self, value: float) -> Self:
        """Set huberCutoff.

        Aligned: pooled deviations c beyond which a cell counts less, by Huber's weight min(1, c / distance), above 0.
        """
        return self._set_named({"huberCutoff": value})

    def setInnerIterations(self, value: int) -> Self:
        """Set innerIterations.

        Aligned: turns of responsibilities and corrected place for a cell, at least 1.
        """
        return self._set_named({"innerIterations": value})

    def setLambda(self, value: float) -> Self:
        """Set lambda.

        Scbatchprox: weight of the regulariser, at least 0 and finite.
        """
        return self._set_named({"lambda": value})

    def setLearningRate(self, value: float) -> Self:
        """Set learningRate.

        Scbatchprox: Adam's step size, above 0.
        """
        return self._set_named({"learningRate": value})

    def setLocalEpochs(self, value: int) -> Self:
        """Set localEpochs.

        Scbatchprox: Adam epochs of a client in a round, at least 1.
        """
        return self._set_named({"localEpochs": value})

    def setMaxFitCells(self, value: int) -> Self:
        """Set maxFitCells.

        Aligned: how many cells to fit on at most, about, drawn by the seed with small batches whole (every cell is
        corrected), at least 1, 0 for all, or -1 for 100,000, or 5,000 a batch if that is more.
        """
        return self._set_named({"maxFitCells": value})

    def setMethod(self, value: str) -> Self:
        """Set method.

        The refinement method: aligned, which brings shared groups of cells together, or scbatchprox, as published
        (aligned | scbatchprox).
        """
        return self._set_named({"method": value})

    def setMinCells(self, value: int) -> Self:
        """Set minCells.

        The least number of cells behind a centroid or group that a batch tells of, at least 1.
        """
        return self._set_named({"minCells": value})

    def setMinibatchSize(self, value: int) -> Self:
        """Set minibatchSize.

        Scbatchprox: cells in a minibatch, at least 1.
        """
        return self._set_named({"minibatchSize": value})

    def setMu(self, value: float) -> Self:
        """Set mu.

        Weight of the proximal term, at least 0 and finite (default: 0 for aligned, 0.001 for scbatchprox).
        """
        return self._set_named({"mu": value})

    def setOnInvalid(self, value: str) -> Self:
        """Set onInvalid.

        What to do with rows without a finite embedding or without a batch: fail, drop them, or pass them through
        unchanged (fail | drop | pass).
        """
        return self._set_named({"onInvalid": value})

    def setPrototypes(self, value: int) -> Self:
        """Set prototypes.

        Aligned: the number of prototypes K, at least 2, or 0 for a thirtieth of the cells, at most 100.
        """
        return self._set_named({"prototypes": value})

    def setRegularizer(self, value: str) -> Self:
        """Set regularizer.

        Scbatchprox: what lambda pulls toward: l2, a scale of 0 as published, or identity, a scale of 1 (l2 |
        identity).
        """
        return self._set_named({"regularizer": value})

    def setRidge(self, value: float) -> Self:
        """Set ridge.

        Aligned: how strongly a round holds a batch's shift to the last round's, above 0.
        """
        return self._set_named({"ridge": value})

    def setRounds(self, value: int) -> Self:
        """Set rounds.

        Communication rounds at most, at least 1 (default: 8 for aligned, 13 with a diversity pressure, 7 for
        scbatchprox).
        """
        return self._set_named({"rounds": value})

    def setSeed(self, value: int) -> Self:
        """Set seed.

        The seed of all that is drawn, any whole number.
        """
        return self._set_named({"seed": value})

    def setSigma(self, value: float) -> Self:
        """Set sigma.

        Aligned: the width of responsibilities, above 0.
        """
        return self._set_named({"sigma": value})

    def setSolver(self, value: str) -> Self:
        """Set solver.

        Scbatchprox: how a client trains: adam, minibatch epochs as published, or moments, the exact minimiser from
        one pass (adam | moments).
        """
        return self._set_named({"solver": value})

    def setStandardize(self, value: bool) -> Self:
        """Set standardize.

        Scbatchprox: whether to train in units of each dimension's pooled within-batch deviation.
        """
        return self._set_named({"standardize": value})

    def setStart(self, value: str) -> Self:
        """Set start.

        Aligned: which batches are shifted before the first round: auto, those that several groups agree about, none,
        or shift, all of them (none | auto | shift).
        """
        return self._set_named({"start": value})

    def setStrength(self, value: str | list[str]) -> Self:
        """Set strength.

        Aligned: how strongly to correct a batch column or one of its levels, as column=number or column:level=number;
        from 0, which leaves those cells untouched, to 1, plain.
        """
        return self._set_named({"strength": value})

    def setTheta(self, value: float) -> Self:
        """Set theta.

        Aligned: the diversity pressure, for batches of like composition only: draws a batch to prototypes where it
        has fewer cells than expected, at least 0 and finite.
        """
        return self._set_named({"theta": value})

    def setTolerance(self, value: float) -> Self:
        """Set tolerance.

        Aligned: the relative fall of the objective that ends the rounds, at least 0 and finite.
        """
        return self._set_named({"tolerance": value})

    def setTrainFraction(self, value: float) -> Self:
        """Set trainFraction.

        Scbatchprox: the share of each batch's cells that trains, drawn by the seed, above 0 and at most 1.
        """
        return self._set_named({"trainFraction": value})

    def setUnknownBatch(self, value: str) -> Self:
        """Set unknownBatch.

        What to do with cells of a batch that the model does not know: fail, or pass them through unchanged (fail |
        pass).
        """
        return self._set_named({"unknownBatch": value})

    def setTailCut(self, value: float) -> Self:
        """Set huberCutoff, by its earlier name."""
        return self.setHuberCutoff(value)


class NormalizerParams(JavaTwin):
    """The settings of CountNormalizer; their defaults are the Java program's."""

    countsCol: Param[str] = Param(
        Params._dummy(),
        "countsCol",
        "the counts: a column of Spark ML vectors, of arrays of all genes, or of structures of indices and values",
        TypeConverters.toString,
    )

    outputCol: Param[str] = Param(
        Params._dummy(),
        "outputCol",
        "the vectors to write: log(1 + x) of counts that are 10,000 a cell in all",
        TypeConverters.toString,
    )

    roundCounts: Param[bool] = Param(
        Params._dummy(), "roundCounts", "whether to round counts that are no whole numbers", TypeConverters.toBoolean
    )

    def getCountsCol(self) -> str:
        """Get countsCol, or its default."""
        return self.getOrDefault("countsCol")

    def getOutputCol(self) -> str:
        """Get outputCol, or its default."""
        return self.getOrDefault("outputCol")

    def getRoundCounts(self) -> bool:
        """Get roundCounts, or its default."""
        return self.getOrDefault("roundCounts")


class NormalizerSettings(NormalizerParams):
    """Everything that can be set of a CountNormalizer."""

    @keyword_only
    def __init__(
        self,
        *,
        countsCol: str | None = None,
        outputCol: str | None = None,
        roundCounts: bool | None = None,
    ) -> None:
        super().__init__()
        self._java_obj = java_class("atlasprox.ml.counts.CountNormalizer")(self.uid)
        self._transfer_params_from_java()
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        countsCol: str | None = None,
        outputCol: str | None = None,
        roundCounts: bool | None = None,
    ) -> Self:
        """Set those that are not None."""
        return self._set_named(self._input_kwargs)

    def setCountsCol(self, value: str) -> Self:
        """Set countsCol.

        The counts: a column of Spark ML vectors, of arrays of all genes, or of structures of indices and values.
        """
        return self._set_named({"countsCol": value})

    def setOutputCol(self, value: str) -> Self:
        """Set outputCol.

        The vectors to write: log(1 + x) of counts that are 10,000 a cell in all.
        """
        return self._set_named({"outputCol": value})

    def setRoundCounts(self, value: bool) -> Self:
        """Set roundCounts.

        Whether to round counts that are no whole numbers.
        """
        return self._set_named({"roundCounts": value})


class GeneParams(JavaTwin):
    """The settings of HighlyVariableGenes; their defaults are the Java program's."""

    batchCol: Param[list[str]] = Param(
        Params._dummy(),
        "batchCol",
        "the batch column, or several: variable genes are told within batches; none for all cells together",
        toListOfNames,
    )

    countsCol: Param[str] = Param(
        Params._dummy(),
        "countsCol",
        "the counts: a column of Spark ML vectors, of arrays of all genes, or of structures of indices and values",
        TypeConverters.toString,
    )

    inputCol: Param[str] = Param(
        Params._dummy(),
        "inputCol",
        "the vectors to take the genes from, of the same genes as the counts",
        TypeConverters.toString,
    )

    outputCol: Param[str] = Param(
        Params._dummy(), "outputCol", "the vectors to write, of these genes alone", TypeConverters.toString
    )

    geneFlavor: Param[str] = Param(
        Params._dummy(),
        "geneFlavor",
        "how variable genes are told: by dispersions of normalised counts, or by variances of counts (seurat "
        "| seurat_v3)",
        TypeConverters.toString,
    )

    genes: Param[int] = Param(
        Params._dummy(), "genes", "how many highly variable genes to take, 0 for all, at least 0", TypeConverters.toInt
    )

    normalized: Param[bool] = Param(
        Params._dummy(),
        "normalized",
        "whether the values are log(1 + x) of normalised counts already",
        TypeConverters.toBoolean,
    )

    roundCounts: Param[bool] = Param(
        Params._dummy(), "roundCounts", "whether to round counts that are no whole numbers", TypeConverters.toBoolean
    )

    def getBatchCol(self) -> list[str]:
        """Get batchCol, or its default."""
        return self.getOrDefault("batchCol")

    def getCountsCol(self) -> str:
        """Get countsCol, or its default."""
        return self.getOrDefault("countsCol")

    def getInputCol(self) -> str:
        """Get inputCol, or its default."""
        return self.getOrDefault("inputCol")

    def getOutputCol(self) -> str:
        """Get outputCol, or its default."""
        return self.getOrDefault("outputCol")

    def getGeneFlavor(self) -> str:
        """Get geneFlavor, or its default."""
        return self.getOrDefault("geneFlavor")

    def getGenes(self) -> int:
        """Get genes, or its default."""
        return self.getOrDefault("genes")

    def getNormalized(self) -> bool:
        """Get normalized, or its default."""
        return self.getOrDefault("normalized")

    def getRoundCounts(self) -> bool:
        """Get roundCounts, or its default."""
        return self.getOrDefault("roundCounts")


class GeneSettings(GeneParams):
    """Everything that can be set of a HighlyVariableGenes."""

    @keyword_only
    def __init__(
        self,
        *,
        batchCol: str | list[str] | None = None,
        countsCol: str | None = None,
        inputCol: str | None = None,
        outputCol: str | None = None,
        geneFlavor: str | None = None,
        genes: int | None = None,
        normalized: bool | None = None,
        roundCounts: bool | None = None,
    ) -> None:
        super().__init__()
        self._java_obj = java_class("atlasprox.ml.counts.HighlyVariableGenes")(self.uid)
        self._transfer_params_from_java()
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        batchCol: str | list[str] | None = None,
        countsCol: str | None = None,
        inputCol: str | None = None,
        outputCol: str | None = None,
        geneFlavor: str | None = None,
        genes: int | None = None,
        normalized: bool | None = None,
        roundCounts: bool | None = None,
    ) -> Self:
        """Set those that are not None."""
        return self._set_named(self._input_kwargs)

    def setBatchCol(self, value: str | list[str]) -> Self:
        """Set batchCol.

        The batch column, or several: variable genes are told within batches; none for all cells together.
        """
        return self._set_named({"batchCol": value})

    def setCountsCol(self, value: str) -> Self:
        """Set countsCol.

        The counts: a column of Spark ML vectors, of arrays of all genes, or of structures of indices and values.
        """
        return self._set_named({"countsCol": value})

    def setInputCol(self, value: str) -> Self:
        """Set inputCol.

        The vectors to take the genes from, of the same genes as the counts.
        """
        return self._set_named({"inputCol": value})

    def setOutputCol(self, value: str) -> Self:
        """Set outputCol.

        The vectors to write, of these genes alone.
        """
        return self._set_named({"outputCol": value})

    def setGeneFlavor(self, value: str) -> Self:
        """Set geneFlavor.

        How variable genes are told: by dispersions of normalised counts, or by variances of counts (seurat |
        seurat_v3).
        """
        return self._set_named({"geneFlavor": value})

    def setGenes(self, value: int) -> Self:
        """Set genes.

        How many highly variable genes to take, 0 for all, at least 0.
        """
        return self._set_named({"genes": value})

    def setNormalized(self, value: bool) -> Self:
        """Set normalized.

        Whether the values are log(1 + x) of normalised counts already.
        """
        return self._set_named({"normalized": value})

    def setRoundCounts(self, value: bool) -> Self:
        """Set roundCounts.

        Whether to round counts that are no whole numbers.
        """
        return self._set_named({"roundCounts": value})


class PcaParams(JavaTwin):
    """The settings of CountPca; their defaults are the Java program's."""

    inputCol: Param[str] = Param(
        Params._dummy(),
        "inputCol",
        "the vectors to find components of: log(1 + x) of normalised counts",
        TypeConverters.toString,
    )

    outputCol: Param[str] = Param(
        Params._dummy(), "outputCol", "the embedding to write, arrays of float", TypeConverters.toString
    )

    dimension: Param[int] = Param(
        Params._dummy(), "dimension", "the number of components, at least 1", TypeConverters.toInt
    )

    scale: Param[bool] = Param(
        Params._dummy(),
        "scale",
        "whether each gene is divided by its deviation, and cut at 10 of these",
        TypeConverters.toBoolean,
    )

    def getInputCol(self) -> str:
        """Get inputCol, or its default."""
        return self.getOrDefault("inputCol")

    def getOutputCol(self) -> str:
        """Get outputCol, or its default."""
        return self.getOrDefault("outputCol")

    def getDimension(self) -> int:
        """Get dimension, or its default."""
        return self.getOrDefault("dimension")

    def getScale(self) -> bool:
        """Get scale, or its default."""
        return self.getOrDefault("scale")


class PcaSettings(PcaParams):
    """Everything that can be set of a CountPca."""

    @keyword_only
    def __init__(
        self,
        *,
        inputCol: str | None = None,
        outputCol: str | None = None,
        dimension: int | None = None,
        scale: bool | None = None,
    ) -> None:
        super().__init__()
        self._java_obj = java_class("atlasprox.ml.counts.CountPca")(self.uid)
        self._transfer_params_from_java()
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        inputCol: str | None = None,
        outputCol: str | None = None,
        dimension: int | None = None,
        scale: bool | None = None,
    ) -> Self:
        """Set those that are not None."""
        return self._set_named(self._input_kwargs)

    def setInputCol(self, value: str) -> Self:
        """Set inputCol.

        The vectors to find components of: log(1 + x) of normalised counts.
        """
        return self._set_named({"inputCol": value})

    def setOutputCol(self, value: str) -> Self:
        """Set outputCol.

        The embedding to write, arrays of float.
        """
        return self._set_named({"outputCol": value})

    def setDimension(self, value: int) -> Self:
        """Set dimension.

        The number of components, at least 1.
        """
        return self._set_named({"dimension": value})

    def setScale(self, value: bool) -> Self:
        """Set scale.

        Whether each gene is divided by its deviation, and cut at 10 of these.
        """
        return self._set_named({"scale": value})


class ScFedViParams(JavaTwin):
    """The settings of ScFedViParams; their defaults are the Java program's."""

    asPublished: Param[bool] = Param(
        Params._dummy(),
        "asPublished",
        "scfedvi: whether to do as was published: batch normalisation, no vectors of batches, everything averaged",
        TypeConverters.toBoolean,
    )

    dimension: Param[int] = Param(
        Params._dummy(), "dimension", "scfedvi: the number of latent coordinates, at least 1", TypeConverters.toInt
    )

    dropout: Param[float] = Param(
        Params._dummy(),
        "dropout",
        "scfedvi: the share of the encoder's hidden units that is dropped while it trains, at least 0 and below 1",
        TypeConverters.toFloat,
    )

    heldOut: Param[float] = Param(
        Params._dummy(),
        "heldOut",
        "scfedvi: the share of cells that nothing is trained on, for their loss, at least 0 and below 1",
        TypeConverters.toFloat,
    )

    hidden: Param[int] = Param(
        Params._dummy(), "hidden", "scfedvi: the number of units of a hidden layer, at least 1", TypeConverters.toInt
    )

    klWarmUp: Param[float] = Param(
        Params._dummy(),
        "klWarmUp",
        "scfedvi: the share of all epochs in which the weight of the Kullback-Leibler divergence rises from 0"
        " to 1, at least 0 and at most 1",
        TypeConverters.toFloat,
    )

    layers: Param[int] = Param(
        Params._dummy(),
        "layers",
        "scfedvi: hidden layers of the encoder, and of the decoder, at least 1",
        TypeConverters.toInt,
    )

    learningRate: Param[float] = Param(
        Params._dummy(), "learningRate", "scfedvi: Adam's step size, above 0", TypeConverters.toFloat
    )

    likelihood: Param[str] = Param(
        Params._dummy(),
        "likelihood",
        "scfedvi: what counts are like: negative binomial, zero-inflated (zinb) or not (nb) (zinb | nb)",
        TypeConverters.toString,
    )

    localEpochs: Param[int] = Param(
        Params._dummy(), "localEpochs", "scfedvi: a client's epochs in a round, at least 1", TypeConverters.toInt
    )

    minibatchSize: Param[int] = Param(
        Params._dummy(), "minibatchSize", "scfedvi: cells in a minibatch, at least 1", TypeConverters.toInt
    )

    mu: Param[float] = Param(
        Params._dummy(),
        "mu",
        "scfedvi: weight of FedProx's term, which draws a client to the weights that a round begins with, at "
        "least 0 and finite",
        TypeConverters.toFloat,
    )

    patience: Param[int] = Param(
        Params._dummy(),
        "patience",
        "scfedvi: after how many rounds without a lower loss of the cells held out the fit ends; 0 for never,"
        " at least 0",
        TypeConverters.toInt,
    )

    rounds: Param[int] = Param(
        Params._dummy(),
        "rounds",
        "scfedvi: communication rounds at most; 0 for as many as give a client the steps that 400 epochs of "
        "all cells together would, and at most 8,000,000 / cells epochs, at least 0",
        TypeConverters.toInt,
    )

    seed: Param[int] = Param(
        Params._dummy(), "seed", "scfedvi: the seed of all that is drawn, any whole number", TypeConverters.toInt
    )

    def getAsPublished(self) -> bool:
        """Get asPublished, or its default."""
        return self.getOrDefault("asPublished")

    def getDimension(self) -> int:
        """Get dimension, or its default."""
        return self.getOrDefault("dimension")

    def getDropout(self) -> float:
        """Get dropout, or its default."""
        return self.getOrDefault("dropout")

    def getHeldOut(self) -> float:
        """Get heldOut, or its default."""
        return self.getOrDefault("heldOut")

    def getHidden(self) -> int:
        """Get hidden, or its default."""
        return self.getOrDefault("hidden")

    def getKlWarmUp(self) -> float:
        """Get klWarmUp, or its default."""
        return self.getOrDefault("klWarmUp")

    def getLayers(self) -> int:
        """Get layers, or its default."""
        return self.getOrDefault("layers")

    def getLearningRate(self) -> float:
        """Get learningRate, or its default."""
        return self.getOrDefault("learningRate")

    def getLikelihood(self) -> str:
        """Get likelihood, or its default."""
        return self.getOrDefault("likelihood")

    def getLocalEpochs(self) -> int:
        """Get localEpochs, or its default."""
        return self.getOrDefault("localEpochs")

    def getMinibatchSize(self) -> int:
        """Get minibatchSize, or its default."""
        return self.getOrDefault("minibatchSize")

    def getMu(self) -> float:
        """Get mu, or its default."""
        return self.getOrDefault("mu")

    def getPatience(self) -> int:
        """Get patience, or its default."""
        return self.getOrDefault("patience")

    def getRounds(self) -> int:
        """Get rounds, or its default."""
        return self.getOrDefault("rounds")

    def getSeed(self) -> int:
        """Get seed, or its default."""
        return self.getOrDefault("seed")


class ScFedViSettings(ScFedViParams):
    """Everything that can be set of a ScFedViParams."""

    @keyword_only
    def __init__(
        self,
        *,
        asPublished: bool | None = None,
        dimension: int | None = None,
        dropout: float | None = None,
        heldOut: float | None = None,
        hidden: int | None = None,
        klWarmUp: float | None = None,
        layers: int | None = None,
        learningRate: float | None = None,
        likelihood: str | None = None,
        localEpochs: int | None = None,
        minibatchSize: int | None = None,
        mu: float | None = None,
        patience: int | None = None,
        rounds: int | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self._java_obj = java_class("atlasprox.ml.params.ScFedViParams")(self.uid)
        self._transfer_params_from_java()
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        asPublished: bool | None = None,
        dimension: int | None = None,
        dropout: float | None = None,
        heldOut: float | None = None,
        hidden: int | None = None,
        klWarmUp: float | None = None,
        layers: int | None = None,
        learningRate: float | None = None,
        likelihood: str | None = None,
        localEpochs: int | None = None,
        minibatchSize: int | None = None,
        mu: float | None = None,
        patience: int | None = None,
        rounds: int | None = None,
        seed: int | None = None,
    ) -> Self:
        """Set those that are not None."""
        return self._set_named(self._input_kwargs)

    def setAsPublished(self, value: bool) -> Self:
        """Set asPublished.

        Scfedvi: whether to do as was published: batch normalisation, no vectors of batches, everything averaged.
        """
        return self._set_named({"asPublished": value})

    def setDimension(self, value: int) -> Self:
        """Set dimension.

        Scfedvi: the number of latent coordinates, at least 1.
        """
        return self._set_named({"dimension": value})

    def setDropout(self, value: float) -> Self:
        """Set dropout.

        Scfedvi: the share of the encoder's hidden units that is dropped while it trains, at least 0 and below 1.
        """
        return self._set_named({"dropout": value})

    def setHeldOut(self, value: float) -> Self:
        """Set heldOut.

        Scfedvi: the share of cells that nothing is trained on, for their loss, at least 0 and below 1.
        """
        return self._set_named({"heldOut": value})

    def setHidden(self, value: int) -> Self:
        """Set hidden.

        Scfedvi: the number of units of a hidden layer, at least 1.
        """
        return self._set_named({"hidden": value})

    def setKlWarmUp(self, value: float) -> Self:
        """Set klWarmUp.

        Scfedvi: the share of all epochs in which the weight of the Kullback-Leibler divergence rises from 0 to 1, at
        least 0 and at most 1.
        """
        return self._set_named({"klWarmUp": value})

    def setLayers(self, value: int) -> Self:
        """Set layers.

        Scfedvi: hidden layers of the encoder, and of the decoder, at least 1.
        """
        return self._set_named({"layers": value})

    def setLearningRate(self, value: float) -> Self:
        """Set learningRate.

        Scfedvi: Adam's step size, above 0.
        """
        return self._set_named({"learningRate": value})

    def setLikelihood(self, value: str) -> Self:
        """Set likelihood.

        Scfedvi: what counts are like: negative binomial, zero-inflated (zinb) or not (nb) (zinb | nb).
        """
        return self._set_named({"likelihood": value})

    def setLocalEpochs(self, value: int) -> Self:
        """Set localEpochs.

        Scfedvi: a client's epochs in a round, at least 1.
        """
        return self._set_named({"localEpochs": value})

    def setMinibatchSize(self, value: int) -> Self:
        """Set minibatchSize.

        Scfedvi: cells in a minibatch, at least 1.
        """
        return self._set_named({"minibatchSize": value})

    def setMu(self, value: float) -> Self:
        """Set mu.

        Scfedvi: weight of FedProx's term, which draws a client to the weights that a round begins with, at least 0
        and finite.
        """
        return self._set_named({"mu": value})

    def setPatience(self, value: int) -> Self:
        """Set patience.

        Scfedvi: after how many rounds without a lower loss of the cells held out the fit ends; 0 for never, at least
        0.
        """
        return self._set_named({"patience": value})

    def setRounds(self, value: int) -> Self:
        """Set rounds.

        Scfedvi: communication rounds at most; 0 for as many as give a client the steps that 400 epochs of all cells
        together would, and at most 8,000,000 / cells epochs, at least 0.
        """
        return self._set_named({"rounds": value})

    def setSeed(self, value: int) -> Self:
        """Set seed.

        Scfedvi: the seed of all that is drawn, any whole number.
        """
        return self._set_named({"seed": value})
