"""The Spark ML stages of AtlasProx for PySpark.

Modules are named as the Java packages are: Spark finds the Python class of a saved stage by its Java class's name.
Stages that lead from counts to an embedding are in `atlasprox.ml.counts`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyspark import SparkContext
from pyspark.ml.util import JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.sql import DataFrame
from pyspark.sql.utils import to_java_array

from atlasprox._errors import readable_errors
from atlasprox._params import RefinerParams, RefinerSettings
from atlasprox._spark import java_class
from atlasprox._stage import JavaTwinReadable

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject
    from typing_extensions import Self

__all__ = ["BatchRefiner", "BatchRefinerModel"]


class BatchRefiner(
    RefinerSettings, JavaEstimator["BatchRefinerModel"], JavaTwinReadable["BatchRefiner"], JavaMLWritable
):
    """Removes batch effects from an embedding by federated refinement.

    >>> model = BatchRefiner(embeddingCol="X_pca", batchCol="donor").fit(cells)  # doctest: +SKIP
    >>> corrected = model.transform(cells)  # doctest: +SKIP

    `explainParams()` lists all settings with their defaults. A fit raises BadDataError if columns are missing or of a
    wrong type, rows are not usable cells and `onInvalid` is "fail", or the batch column looks like identifiers.
    """

    def _create_model(self, java_model: JavaObject) -> BatchRefinerModel:
        return BatchRefinerModel(java_model)

    def _fit(self, dataset: DataFrame) -> BatchRefinerModel:
        with readable_errors():
            return super()._fit(dataset)


class BatchRefinerModel(JavaModel, RefinerParams, JavaTwinReadable["BatchRefinerModel"], JavaMLWritable):
    """A fitted refinement: corrects cells of the batches that it knows, seen in training or not.

    `transform` adds the corrected embedding, of the embedding's own type, lazily and row by row: rows that are not
    usable cells and unknown batches are found when the result is computed.
    """

    def __init__(self, java_model: JavaObject | None = None) -> None:
        super().__init__(java_model)
        if java_model is not None:
            self._transfer_params_from_java()

    @property
    def summary(self) -> dict[str, Any]:
        """What the fit saw and did: cells, batches, rounds, warnings; for an extended model, its last extension."""
        summary: dict[str, Any] = self._record("summary")
        return summary

    @property
    def versions(self) -> list[dict[str, Any]]:
        """The versions that led to this model, itself last; each with its id, its parent's and the batches it added."""
        versions: list[dict[str, Any]] = self._record("versions")
        return versions

    def extend(self, dataset: DataFrame, growReference: bool = False) -> BatchRefinerModel:
        """Add new batches, the reference fixed: cells of known batches are corrected as before, to the last bit.

        Parameters
        ----------
        dataset
            Cells of batches that this model does not know, with the embedding and the batch columns.
        growReference
            Whether batches that arrive later are to be held against these too.

        Returns
        -------
        The next version of this model.
        """
        assert self._java_obj is not None
        self._transfer_params_to_java()
        with readable_errors():
            return BatchRefinerModel(self._java_obj.extend(dataset._jdf, growReference))

    @property
    def labels(self) -> dict[str, list[str]]:
        """The labels that this model can give to cells, by the column that they were learned from."""
        assert self._java_obj is not None
        heads = self._java_obj.heads()
        return {column: list(heads.get(column).discriminant().labels()) for column in heads.keySet()}

    def withLabels(self, dataset: DataFrame, *columns: str) -> BatchRefinerModel:
        """Learn to tell labels, from cells that this model was fitted on; labels move no cell.

        Parameters
        ----------
        dataset
            The cells, with the embedding, the batch columns and the label columns.
        columns
            The label columns; a cell that lacks a label teaches nothing of it.

        Returns
        -------
        The same model, which can annotate cells.
        """
        assert self._java_obj is not None
        self._transfer_params_to_java()
        texts = to_java_array(SparkContext._gateway, java_class("java.lang.String"), list(columns))
        with readable_errors():
            return BatchRefinerModel(self._java_obj.withLabels(dataset._jdf, texts))

    def annotate(
        self,
        dataset: DataFrame,
        minConfidence: float | None = None,
        maxNovelty: float | None = None,
        newAbove: float | None = None,
        candidates: int | None = None,
    ) -> DataFrame:
        """Correct cells and say for each label column what they are, how sure that is, and whether they are new.

        Parameters
        ----------
        dataset
            Cells of batches that this model knows, with the embedding and the batch columns.
        minConfidence, maxNovelty
            Cells whose label is less probable, or that are more novel, are "unassigned"; by default none is.
        newAbove
            The novelty above which a cell is called new, 0.99 by default.
        candidates
            How many of the most probable labels to list, none by default.
        """
        with readable_errors():
            annotator = self._annotator(minConfidence, maxNovelty, newAbove, candidates)
            return DataFrame(annotator.transform(dataset._jdf), dataset.sparkSession)

    def annotationSummary(
        self, annotated: DataFrame, newAbove: float | None = None, labelCol: str | None = None
    ) -> list[dict[str, Any]]:
        """Sum up, in one pass, what cells were told to be.

        Parameters
        ----------
        annotated
            What `annotate` made; best as it was written and read again, as it is computed anew else.
        newAbove
            As it was given to `annotate`.
        labelCol
            A column of labels of the table's own to hold those told beside, if this model tells labels of one column;
            by default the one of the same name, where there is one.

        Returns
        -------
        For each label column the cells by label and by batch, how labels agree with the table's own, what cells called
        new may be, and the same in words.
        """
        with readable_errors():
            annotator = self._annotator(None, None, newAbove, None)
            own = java_class("java.util.Optional").ofNullable(labelCol)
            summaries = annotator.summary(annotated._jdf, own)
            words = java_class("atlasprox.report.ToldTable")
            records: list[dict[str, Any]] = json.loads(java_class("atlasprox.Json").line(summaries))
            for summary, told in zip(summaries, records, strict=True):
                told["words"] = [*words.sentences(summary), *words.populations(summary)]
            return records

    def _annotator(
        self,
        minConfidence: float | None,
        maxNovelty: float | None,
        newAbove: float | None,
        candidates: int | None,
    ) -> JavaObject:
        assert self._java_obj is not None
        self._transfer_params_to_java()
        annotator = java_class("atlasprox.ml.LabelAnnotator")(self._java_obj)
        for setter, value in (
            (annotator.setMinConfidence, minConfidence),
            (annotator.setMaxNovelty, maxNovelty),
            (annotator.setNewAbove, newAbove),
        ):
            if value is not None:
                setter(float(value))
        if candidates is not None:
            annotator.setCandidates(int(candidates))
        return annotator

    def setEmbeddingCol(self, value: str) -> Self:
        """Set the embedding's column or prefix."""
        return self._set(embeddingCol=value)

    def setBatchCol(self, value: str | list[str]) -> Self:
        """Set the batch column, or several."""
        return self._set(batchCol=value)

    def setIdCol(self, value: str) -> Self:
        """Set the column that tells cells apart, "none" for none."""
        return self._set(idCol=value)

    def setOutputCol(self, value: str) -> Self:
        """Set the corrected embedding's column or prefix."""
        return self._set(outputCol=value)

    def setOnInvalid(self, value: str) -> Self:
        """Set what to do with rows that are not usable cells."""
        return self._set(onInvalid=value)

    def setUnknownBatch(self, value: str) -> Self:
        """Set what to do with cells of unknown batches."""
        return self._set(unknownBatch=value)

    def _record(self, name: str) -> Any:
        assert self._java_obj is not None
        record = getattr(self._java_obj, name)()
        return json.loads(java_class("atlasprox.Json").line(record))

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with readable_errors():
            return super()._transform(dataset)
