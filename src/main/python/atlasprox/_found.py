"""What the Java program finds of an AnnData's counts: by the same code as the command line, with the same refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pyspark.sql import DataFrame, functions

from atlasprox import _exchange
from atlasprox._adata import plain, table
from atlasprox._errors import EMBED_NAMES, BadDataError, divergence, readable_errors
from atlasprox._params import ScFedViSettings
from atlasprox._progress import Progress
from atlasprox._spark import java_class

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject

COUNTS = "__atlasprox_counts"
_NAMES = ("client", "worstBatch")


class Cells(NamedTuple):
    """Cells in Spark.

    Parameters
    ----------
    rows
        Their places, batches, and counts in the column COUNTS.
    layer
        Where these were, for messages.
    keys
        The batch columns.
    shape
        How many cells and genes there are.
    failing
        Whether a cell that is not usable is refused.
    """

    rows: DataFrame
    layer: str
    keys: list[str]
    shape: tuple[int, int]
    failing: bool


class Found:
    """An embedding that is yet to be computed, and what is known of it."""

    def __init__(self, cells: Cells, embedded: JavaObject, dimension: int, batches: JavaObject, genes: Any) -> None:
        self._cells = cells
        self._embedded = DataFrame(embedded, cells.rows.sparkSession)
        self._dimension = dimension
        self._batches: dict[str, Any] = json.loads(_json(batches))
        self.genes = list(genes)
        self.components: dict[str, Any] = {}
        self.settings: dict[str, Any] = {}
        self.training: dict[str, Any] = {}

    def embedding(self, folder: Path) -> np.ndarray:
        """N x d of float32, NaN for cells that are not usable."""
        nothing = functions.array_repeat(functions.lit(float("nan")).cast("float"), self._dimension)
        coordinates = functions.coalesce(_exchange.CORRECTED, nothing).alias(_exchange.CORRECTED)
        with readable_errors(EMBED_NAMES):
            self._embedded.select(_exchange.CELL, coordinates).write.parquet(folder.as_uri())
        return _exchange.read_corrected(folder, self._cells.shape[0], self._dimension)

    def summary(self, params: dict[str, Any]) -> dict[str, Any]:
        """Numbers, texts and arrays only."""
        batches = [_batch(name, found) for name, found in self._batches.items()]
        rounds: dict[str, Any] = {
            name: table(self.training[name]) for name in ("clients", "trace") if name in self.training
        }
        return {
            "params": {name: plain(value) for name, value in {**params, **self.settings}.items()},
            "cells": sum(batch["cells"] for batch in batches),
            "invalid": sum(batch["unusable"] for batch in batches),
            "genesRead": int(self._cells.shape[1]),
            "genesTaken": len(self.genes),
            "genes": plain(self.genes),
            "batches": table(batches),
            **rounds,
        }


def components(cells: Cells, settings: JavaObject) -> Found:
    """Principal components."""
    pca = java_class("atlasprox.counts.SparkCountPca")
    with readable_errors(EMBED_NAMES):
        rows = cells.rows._jdf
        vectors = getattr(java_class("atlasprox.read.table.CountColumns"), "in")(rows, COUNTS)
        batch = java_class("atlasprox.read.table.BatchColumn").nameOrOne(rows.schema(), cells.keys)
        check = java_class("atlasprox.counts.CountCheck")(cells.layer, cells.failing)
        fit = pca.fit(rows, batch, vectors.vectors(), vectors.genes(), settings, check)
    coordinates = pca.coordinates(fit.model(), vectors.vectors(), vectors.genes())
    usable = java_class("org.apache.spark.sql.functions").when(batch.isNotNull(), coordinates)
    model = json.loads(_json(fit.model()))
    embedded = rows.withColumn(_exchange.CORRECTED, usable)
    found = Found(cells, embedded, len(model["loadings"]), fit.batches(), model["genes"])
    found.components = model
    return found


def latents(
    cells: Cells, genes: JavaObject, params: ScFedViSettings, client: list[str], id: str | None, shown: Progress
) -> Found:
    """Latent coordinates of a variational autoencoder that clients train together."""
    state = java_class("atlasprox.ml.FitProgress")()
    try:
        with shown.rounds(state, "scfedvi"), readable_errors(EMBED_NAMES), divergence():
            scfedvi = java_class("atlasprox.job.counts.ScFedViTable")
            of_cells = scfedvi(cells.rows._jdf, COUNTS, cells.keys, _exchange.CORRECTED)
            fit = of_cells.fit(genes, params._java_obj, client, id, cells.failing, state)
            embedded = of_cells.embedded(fit.model())
    except BadDataError as error:
        raise BadDataError(str(error).replace(COUNTS, cells.layer)) from None
    settings = json.loads(_json(fit.model().settings()))
    found = Found(cells, embedded, settings["dimension"], fit.batches(), fit.model().genes())
    found.settings = settings
    found.training = training(_json(fit.training().get()))
    return found


def training(summary: str) -> dict[str, Any]:
    """Read what a fit tells of its clients and rounds; JSON has no numbers but finite ones, for which texts stand."""
    told: dict[str, Any] = json.loads(summary)
    return {**told, **{name: [_numbers(entry) for entry in told[name]] for name in ("clients", "trace")}}


def _numbers(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        name: float(value) if name not in _NAMES and value in ("NaN", "Infinity", "-Infinity") else value
        for name, value in entry.items()
    }


def _json(value: JavaObject) -> str:
    return str(java_class("atlasprox.Json").line(value))


def _batch(name: str, found: dict[str, Any]) -> dict[str, Any]:
    quality = {member: found[member] for member in ("cells", "depth", "genesPerCell", "expressed")}
    return {"batch": name, "unusable": sum(found["defects"].values()), **quality}
