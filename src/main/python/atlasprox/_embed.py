"""Counts of an AnnData to an embedding."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from pyspark.sql import DataFrame, SparkSession, functions

from atlasprox import _exchange
from atlasprox._adata import column, plain, record, table
from atlasprox._errors import BadDataError, readable_errors
from atlasprox._progress import Progress
from atlasprox._spark import java_class, session
from atlasprox.ml.counts import CountPca, HighlyVariableGenes

if TYPE_CHECKING:
    from anndata import AnnData
    from py4j.java_gateway import JavaObject

_COUNTS = "__atlasprox_counts"
_CHOSEN = "highly_variable"


def embed(
    adata: AnnData,
    *,
    layer: str | None = None,
    batch_key: str | Sequence[str] | None = None,
    genes: int | None = None,
    geneFlavor: str | None = None,
    dimension: int | None = None,
    scale: bool | None = None,
    normalized: bool | None = None,
    roundCounts: bool | None = None,
    onInvalid: Literal["fail", "pass"] = "fail",
    key_added: str = "X_pca",
    overwrite: bool = False,
    copy: bool = False,
    spark: SparkSession | None = None,
    temp_dir: str | Path | None = None,
    progress: bool | None = None,
) -> AnnData | None:
    """Find the principal components of counts' logarithms, by highly variable genes: as `embed` on the command line.

    Parameters
    ----------
    adata
        n cells with counts of g genes, CSR, CSC or dense. In backed mode too: CSR and dense matrices are then read in
        slabs; CSC is brought into memory and turned into CSR, as no cell of it can be read without all others.
    layer
        Where the counts are: "X", which is the default, "raw", or the name of a layer.
    batch_key
        The column of `adata.obs` that says which batch a cell belongs to, or several: variable genes are told within
        batches; without it for all cells together.
    genes, geneFlavor, normalized, roundCounts
        As in `atlasprox.ml.counts.HighlyVariableGenes`, with its defaults.
    dimension, scale
        As in `atlasprox.ml.counts.CountPca`, with its defaults.
    onInvalid
        What becomes of cells whose counts are missing, negative, NaN or 0 alone, or that have no batch: "fail" refuses
        them, and with "pass" they have no say and their coordinates are NaN.
    key_added
        The key of `adata.obsm` to put the embedding under. Loadings and variances go where scanpy has them: "PCs" and
        "pca" for "X_pca", else this key too.
    overwrite
        Whether to replace what is there of what this sets.
    copy
        Whether to leave `adata` as it is and to return a copy with the embedding.
    spark
        The session to run in; by default the active one, or else one that `atlasprox.session()` makes and that goes on.
    temp_dir
        Where to put the counts and the embedding for the time of the run; by default the system's folder for such
        files. A folder that all machines see, if Spark runs on several.
    progress
        False to tell nothing. Else a line tells when it is done, by scanpy's verbosity where that is imported.

    Returns
    -------
    None, or the copy. Sets:

    `.obsm[key_added]`
        The embedding, n x d of float32.
    `.var["highly_variable"]`, `.varm["PCs"]`
        Which genes were taken, and their loadings, g x d of float64, 0 for those not taken. Not for layer="raw", unless
        that has the genes of `adata.var`.
    `.uns["pca"]`
        `params`, `variance` and `variance_ratio` of the components.
    `.uns["atlasprox"][key_added]`
        The settings in force (`params`), cells, batches, and the names of the genes taken.

    Raises
    ------
    KeyError
        If `adata` has no such layer or `obs` column.
    BadDataError
        If what this sets is there already, genes have no names of their own, cells are not usable and `onInvalid` is
        "fail", or values are no counts.
    """
    if onInvalid not in ("fail", "pass"):
        raise ValueError('an AnnData keeps all its cells: use onInvalid="pass", which gives unusable ones NaN')
    keys = [batch_key] if isinstance(batch_key, str) else list(batch_key or [])
    batches = {key: _exchange.labels(column(adata, key)) for key in keys}
    counts = _counts(adata, layer or "X")
    places = _Places.of(key_added, counts.names.equals(adata.var_names))
    places.require_free(adata, overwrite)

    shown = Progress(progress, bar=False)
    spark = spark or SparkSession.getActiveSession() or session()
    variable = HighlyVariableGenes(
        batchCol=keys, genes=genes, geneFlavor=geneFlavor, normalized=normalized, roundCounts=roundCounts
    )
    components = CountPca(dimension=dimension, scale=scale)
    settings = _settings(variable, components)
    with tempfile.TemporaryDirectory(prefix="atlasprox-", dir=temp_dir) as folder:
        cells = _cells(spark, Path(folder) / "cells.parquet", counts, batches)
        found = _Found(cells, counts, keys, settings, onInvalid == "fail")
        embedding = found.embedding(Path(folder) / "embedded")

    adata = adata.copy() if copy else adata
    places.store(adata, embedding, found.model, counts)
    params = {"layer": counts.layer, "onInvalid": onInvalid, **_params(variable), **_params(components)}
    done = found.summary(params)
    record(adata, key_added, done)
    if done["invalid"]:
        unusable = f"{done['invalid']:,} of {adata.n_obs:,} cells have no usable counts: their coordinates are NaN"
        warnings.warn(unusable, UserWarning, stacklevel=2)
    shown.done(
        f"{key_added}: {done['cells']:,} cells embedded by {done['genesTaken']:,} of {done['genesRead']:,} genes",
        f"added\n    {key_added!r}, the embedding (adata.obsm)\n{places.added()}    'atlasprox', settings (adata.uns)",
    )
    return adata if copy else None


class _Counts(NamedTuple):
    layer: str
    matrix: Any
    names: Any


def _counts(adata: AnnData, layer: str) -> _Counts:
    """Find the counts, of which rows can be read, with the index of their genes."""
    names = adata.var_names
    if layer == "X":
        matrix = adata.X
    elif layer == "raw":
        matrix, names = (None, None) if adata.raw is None else (adata.raw.X, adata.raw.var_names)
    else:
        matrix = adata.layers.get(layer)
    if matrix is None:
        there = [name for name, kept in (("X", adata.X), ("raw", adata.raw)) if kept is not None]
        raise KeyError(f"no counts {layer!r} in adata; it has {', '.join(map(repr, [*there, *adata.layers]))}")
    dtype = getattr(matrix, "dtype", None)
    if hasattr(matrix, "dask") or dtype is None or dtype.kind not in "fiu":
        raise ValueError(f"the counts {layer!r} must be a CSR, CSC or dense matrix of numbers, not {type(matrix)}")
    if not names.is_unique:
        twice = list(names[names.duplicated()].unique())
        raise BadDataError(
            f"{len(twice)} names of genes are there more than once ({', '.join(map(str, twice[:5]))}): call"
            f" {'adata.raw.to_adata() and ' if layer == 'raw' else ''}var_names_make_unique()"
        )
    return _Counts(layer, _by_cells(matrix), names)


def _by_cells(matrix: Any) -> Any:
    if getattr(matrix, "format", "csr") == "csr":
        return matrix
    return (matrix.to_memory() if hasattr(matrix, "to_memory") else matrix).tocsr()


class _Places(NamedTuple):
    """Where an AnnData holds an embedding, and of its components what it has genes for."""

    embedding: str
    loadings: str
    variance: str
    has_genes: bool

    @staticmethod
    def of(key: str, has_genes: bool) -> _Places:
        return _Places(key, *(("PCs", "pca") if key == "X_pca" else (key, key)), has_genes)

    def require_free(self, adata: AnnData, overwrite: bool) -> None:
        places = [("obsm", self.embedding, adata.obsm), ("uns", self.variance, adata.uns)]
        if self.has_genes:
            places += [("var", _CHOSEN, adata.var), ("varm", self.loadings, adata.varm)]
        there = [f"adata.{name}[{key!r}]" for name, key, holder in places if key in holder]
        if there and not overwrite:
            raise BadDataError(f"there is {', '.join(there)} already: replace it by overwrite=True, or set key_added")

    def store(self, adata: AnnData, embedding: np.ndarray, model: dict[str, Any], counts: _Counts) -> None:
        adata.obsm[self.embedding] = embedding
        params = {"zero_center": True, "use_highly_variable": True, "mask_var": _CHOSEN}
        adata.uns[self.variance] = {
            "params": params if counts.layer == "X" else {**params, "layer": counts.layer},
            "variance": np.array(model["variance"]),
            "variance_ratio": np.array(model["share"]),
        }
        if self.has_genes:
            taken = counts.names.get_indexer(model["genes"])
            loadings = np.zeros((len(counts.names), embedding.shape[1]))
            loadings[taken] = np.array(model["loadings"]).T
            adata.varm[self.loadings] = loadings
            adata.var[_CHOSEN] = counts.names.isin(model["genes"])

    def added(self) -> str:
        genes = f"    {_CHOSEN!r}, the genes taken (adata.var)\n    {self.loadings!r}, their loadings (adata.varm)\n"
        return f"{genes if self.has_genes else ''}    {self.variance!r}, variances (adata.uns)\n"


def _settings(variable: HighlyVariableGenes, components: CountPca) -> JavaObject:
    """How Java has the settings of both stages, whose ranges are checked here."""
    with readable_errors():
        for stage in (variable, components):
            stage._transfer_params_to_java()
        assert variable._java_obj is not None and components._java_obj is not None
        settings = getattr(variable._java_obj.settings(), "with")(components._java_obj.settings())
        settings.requireCoherent()
    return settings


def _cells(spark: SparkSession, path: Path, counts: _Counts, batches: dict[str, Any]) -> DataFrame:
    _exchange.write_counts(path, batches, _COUNTS, counts.matrix)
    genes = {"genes": counts.names.astype(str).to_list()}
    return spark.read.parquet(path.as_uri()).withMetadata(_COUNTS, genes)


class _Found:
    """What the Java program finds of counts: the same code as the command line's, and the same refusals."""

    def __init__(self, cells: DataFrame, counts: _Counts, keys: list[str], settings: JavaObject, failing: bool) -> None:
        self._cells = cells
        self._shape = counts.matrix.shape
        pca = java_class("atlasprox.counts.SparkCountPca")
        with readable_errors():
            rows = cells._jdf
            vectors = getattr(java_class("atlasprox.read.table.CountColumns"), "in")(rows, _COUNTS)
            batch = java_class("atlasprox.read.table.BatchColumn").nameOrOne(rows.schema(), keys)
            check = java_class("atlasprox.counts.CountCheck")(counts.layer, failing)
            found = pca.fit(rows, batch, vectors.vectors(), vectors.genes(), settings, check)
        coordinates = pca.coordinates(found.model(), vectors.vectors(), vectors.genes())
        self._coordinates = java_class("org.apache.spark.sql.functions").when(batch.isNotNull(), coordinates)
        line = java_class("atlasprox.Json").line
        self.model: dict[str, Any] = json.loads(line(found.model()))
        self._batches: dict[str, Any] = json.loads(line(found.batches()))

    def embedding(self, folder: Path) -> np.ndarray:
        """N x d of float32, NaN for cells that are not usable."""
        d = len(self.model["loadings"])
        found = DataFrame(self._cells._jdf.withColumn(_exchange.CORRECTED, self._coordinates), self._cells.sparkSession)
        nothing = functions.array_repeat(functions.lit(float("nan")).cast("float"), d)
        coordinates = functions.coalesce(_exchange.CORRECTED, nothing).alias(_exchange.CORRECTED)
        with readable_errors():
            found.select(_exchange.CELL, coordinates).write.parquet(folder.as_uri())
        return _exchange.read_corrected(folder, self._shape[0], d)

    def summary(self, params: dict[str, Any]) -> dict[str, Any]:
        """Numbers, texts and arrays only."""
        batches = [_batch(name, found) for name, found in self._batches.items()]
        return {
            "params": {name: plain(value) for name, value in params.items()},
            "cells": sum(batch["cells"] for batch in batches),
            "invalid": sum(batch["unusable"] for batch in batches),
            "genesRead": int(self._shape[1]),
            "genesTaken": len(self.model["genes"]),
            "genes": plain(self.model["genes"]),
            "batches": table(batches),
        }


def _batch(name: str, found: dict[str, Any]) -> dict[str, Any]:
    quality = {member: found[member] for member in ("cells", "depth", "genesPerCell", "expressed")}
    return {"batch": name, "unusable": sum(found["defects"].values()), **quality}


def _params(stage: HighlyVariableGenes | CountPca) -> dict[str, Any]:
    """List the settings in force, but the names of columns that an AnnData has none of."""
    columns = ("countsCol", "inputCol", "outputCol")
    return {param.name: value for param, value in stage.extractParamMap().items() if param.name not in columns}
