"""Stages from counts to an embedding, which stand before a BatchRefiner in a pipeline.

>>> stages = [CountNormalizer(), HighlyVariableGenes(batchCol="donor"), CountPca()]  # doctest: +SKIP
>>> refiner = BatchRefiner(embeddingCol="X_pca", batchCol="donor")  # doctest: +SKIP
>>> model = Pipeline(stages=[*stages, refiner]).fit(cells)  # doctest: +SKIP

They take the same genes and find the same components, to the last bit, as `embed` on the command line. Counts are a
column of Spark ML vectors, of arrays of all genes, or of structures of `indices` and `values`; genes are named by a
list `genes` in the column's metadata or by its ML attributes, else numbered. Rows that are no usable cells have no say,
and null for an embedding.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyspark.ml.util import JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaTransformer

from atlasprox._errors import readable_errors
from atlasprox._params import GeneParams, GeneSettings, NormalizerSettings, PcaParams, PcaSettings
from atlasprox._spark import java_class
from atlasprox._stage import JavaTwinReadable

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject
    from pyspark.sql import DataFrame
    from typing_extensions import Self

__all__ = ["CountNormalizer", "CountPca", "CountPcaModel", "HighlyVariableGenes", "HighlyVariableGenesModel"]


class CountNormalizer(NormalizerSettings, JavaTransformer, JavaTwinReadable["CountNormalizer"], JavaMLWritable):
    """Gives each cell 10,000 counts in all and takes log(1 + x) of what it then has of each gene."""

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with readable_errors():
            return super()._transform(dataset)


class HighlyVariableGenes(
    GeneSettings,
    JavaEstimator["HighlyVariableGenesModel"],
    JavaTwinReadable["HighlyVariableGenes"],
    JavaMLWritable,
):
    """Finds highly variable genes, within batches and merged as scanpy does, and takes these alone of the logarithms.

    A fit raises BadDataError if columns are missing, no row is a usable cell, or values are no counts.
    """

    def _create_model(self, java_model: JavaObject) -> HighlyVariableGenesModel:
        return HighlyVariableGenesModel(java_model)

    def _fit(self, dataset: DataFrame) -> HighlyVariableGenesModel:
        with readable_errors():
            return super()._fit(dataset)


class CountPca(PcaSettings, JavaEstimator["CountPcaModel"], JavaTwinReadable["CountPca"], JavaMLWritable):
    """Finds the principal components of normalised counts, by exact sums over the cells.

    A fit raises BadDataError if the column is missing, a value is negative or no finite number, or there are fewer
    genes or cells than components.
    """

    def _create_model(self, java_model: JavaObject) -> CountPcaModel:
        return CountPcaModel(java_model)

    def _fit(self, dataset: DataFrame) -> CountPcaModel:
        with readable_errors():
            return super()._fit(dataset)


class _FittedOnCounts(JavaModel):
    """A model of Java, whose Params are Python's too."""

    def __init__(self, java_model: JavaObject | None = None) -> None:
        super().__init__(java_model)
        if java_model is not None:
            self._transfer_params_from_java()

    def setInputCol(self, value: str) -> Self:
        """Set the column of vectors to take."""
        return self._set(inputCol=value)

    def setOutputCol(self, value: str) -> Self:
        """Set the column to write."""
        return self._set(outputCol=value)

    def _record(self, name: str) -> Any:
        assert self._java_obj is not None
        return json.loads(java_class("atlasprox.Json").line(getattr(self._java_obj, name)()))

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with readable_errors():
            return super()._transform(dataset)


class HighlyVariableGenesModel(
    _FittedOnCounts, GeneParams, JavaTwinReadable["HighlyVariableGenesModel"], JavaMLWritable
):
    """Takes the genes that were found, of any cells; genes that a table lacks are 0."""

    @property
    def chosen(self) -> list[str]:
        """The names of the genes, in the order of the vectors."""
        chosen: list[str] = self._record("chosen")
        return chosen


class CountPcaModel(_FittedOnCounts, PcaParams, JavaTwinReadable["CountPcaModel"], JavaMLWritable):
    """Gives cells their coordinates by the components that were found; genes that a table lacks are 0."""

    @property
    def genes(self) -> list[str]:
        """The names of the K genes that components are made of."""
        genes: list[str] = self._components["genes"]
        return genes

    @property
    def loadings(self) -> list[list[float]]:
        """What each of the d components takes of each gene, d x K."""
        loadings: list[list[float]] = self._components["loadings"]
        return loadings

    @property
    def variance(self) -> list[float]:
        """The cells' variance along each component, descending."""
        variance: list[float] = self._components["variance"]
        return variance

    @property
    def explained(self) -> list[float]:
        """The share of the variance of all K genes that each component has."""
        share: list[float] = self._components["share"]
        return share

    @property
    def _components(self) -> dict[str, Any]:
        components: dict[str, Any] = self._record("model")
        return components
