"""Counts of an AnnData to an embedding."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from pyspark.sql import DataFrame, SparkSession

from atlasprox import _exchange
from atlasprox._adata import NO_COLUMN, cell_names, column, record
from atlasprox._errors import EMBED_NAMES, BadDataError, readable_errors
from atlasprox._found import COUNTS, Cells, Found, components, latents
from atlasprox._params import ScFedViSettings
from atlasprox._progress import Progress
from atlasprox._spark import session
from atlasprox.ml.counts import CountPca, HighlyVariableGenes

if TYPE_CHECKING:
    from anndata import AnnData
    from py4j.java_gateway import JavaObject

_CHOSEN = "highly_variable"
_SCFEDVI = "scfedvi"


def embed(
    adata: AnnData,
    *,
    method: Literal["pca", "scfedvi"] = "pca",
    layer: str | None = None,
    batch_key: str | Sequence[str] | None = None,
    genes: int | None = None,
    geneFlavor: str | None = None,
    dimension: int | None = None,
    scale: bool | None = None,
    normalized: bool | None = None,
    roundCounts: bool | None = None,
    onInvalid: Literal["fail", "pass"] = "fail",
    key_added: str | None = None,
    overwrite: bool = False,
    copy: bool = False,
    spark: SparkSession | None = None,
    temp_dir: str | Path | None = None,
    progress: bool | None = None,
    client_key: str | Sequence[str] | None = None,
    idCol: str | None = None,
    **params: Any,
) -> AnnData | None:
    """Embed cells by their counts of highly variable genes: as `embed` on the command line, to the last bit.

    Parameters
    ----------
    adata
        n cells with counts of g genes, CSR, CSC or dense. In backed mode too: CSR and dense matrices are then read in
        slabs; CSC is brought into memory and turned into CSR, as no cell of it can be read without all others.
    method
        "pca" finds the principal components of counts' logarithms, "scfedvi" the latent coordinates of a variational
        autoencoder that clients train together.
    layer
        Where the counts are: "X", which is the default, "raw", or the name of a layer.
    batch_key
        The column of `adata.obs` that says which batch a cell belongs to, or several: variable genes are told within
        batches; without it for all cells together.
    genes, geneFlavor, normalized, roundCounts
        As in `atlasprox.ml.counts.HighlyVariableGenes`, with its defaults.
    dimension
        How many coordinates: by default 30 of "pca" and 10 of "scfedvi".
    scale
        As in `atlasprox.ml.counts.CountPca`, with its default. `scale` and `normalized` are of "pca" alone.
    onInvalid
        What becomes of cells whose counts are missing, negative, NaN or 0 alone, or that have no batch: "fail" refuses
        them, and with "pass" they have no say and their coordinates are NaN.
    key_added
        The key of `adata.obsm` to put the embedding under, by default "X_pca" or "X_scfedvi". Loadings and variances of
        "pca" go where scanpy has them: "PCs" and "pca" for "X_pca", else this key too.
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
        False to tell nothing. Else a line tells when it is done, by scanpy's verbosity where that is imported; and for
        "scfedvi" a bar of the rounds as in `refine`.
    client_key
        "scfedvi": the column of `adata.obs` that says which client a batch belongs to, or several; by default each
        batch is one.
    idCol
        "scfedvi": what is drawn for a cell goes by `adata.obs_names`, or by the column of `adata.obs` that this names;
        by the cell's counts with "none".
    **params
        "scfedvi": further settings by the command's names: `hidden`, `layers`, `dropout`, `likelihood`, `asPublished`,
        `rounds`, `localEpochs`, `learningRate`, `minibatchSize`, `klWarmUp`, `mu`, `heldOut`, `patience`, `seed`.

    Returns
    -------
    None, or the copy. Sets:

    `.obsm[key_added]`
        The embedding, n x d of float32.
    `.var["highly_variable"]`, `.varm["PCs"]`
        Which genes were taken, and of "pca" their loadings, g x d of float64, 0 for those not taken. Not for
        layer="raw", unless that has the genes of `adata.var`.
    `.uns["pca"]`
        Of "pca": `params`, `variance` and `variance_ratio` of the components.
    `.uns["atlasprox"][key_added]`
        The settings in force (`params`), cells, batches, the names of the genes taken, and of "scfedvi" its clients and
        rounds.

    Raises
    ------
    KeyError
        If `adata` has no such layer or `obs` column.
    BadDataError
        If what this sets is there already, genes have no names of their own, cells are not usable and `onInvalid` is
        "fail", or values are no counts.
    RuntimeError
        If the numbers of a client of "scfedvi" run away.
    """
    if onInvalid not in ("fail", "pass"):
        raise ValueError('an AnnData keeps all its cells: use onInvalid="pass", which gives unusable ones NaN')
    rounds = method == _SCFEDVI
    others = {"scale": scale, "normalized": normalized} if rounds else {"client_key": client_key, "idCol": idCol}
    _require_none(method, others if rounds else {**others, **params})
    keys, clients = _keys(batch_key), _keys(client_key)
    labels = {key: _exchange.labels(column(adata, key)) for key in keys}
    labels |= {key: _exchange.labels(column(adata, key, "client ")) for key in clients}
    id = _exchange.ID if rounds and idCol != NO_COLUMN else None
    labels |= {} if id is None else {id: _exchange.labels(cell_names(adata, idCol))}
    counts = _counts(adata, layer or "X")
    key = key_added or f"X_{method}"
    places = _Places.of(key, counts.names.equals(adata.var_names), not rounds)
    places.require_free(adata, overwrite)

    shown = Progress(progress, bar=rounds)
    spark = spark or SparkSession.getActiveSession() or session()
    variable = HighlyVariableGenes(
        batchCol=keys, genes=genes, geneFlavor=geneFlavor, normalized=normalized, roundCounts=roundCounts
    )
    last = ScFedViSettings(dimension=dimension, **params) if rounds else CountPca(dimension=dimension, scale=scale)
    settings = _settings(variable, last)
    with tempfile.TemporaryDirectory(prefix="atlasprox-", dir=temp_dir) as folder:
        rows = _rows(spark, Path(folder) / "cells.parquet", counts, labels)
        cells = Cells(rows, counts.layer, keys, counts.matrix.shape, onInvalid == "fail")
        if isinstance(last, ScFedViSettings):
            found = latents(cells, settings, last, clients, id, shown)
        else:
            found = components(cells, settings)
        embedding = found.embedding(Path(folder) / "embedded")

    adata = adata.copy() if copy else adata
    places.store(adata, embedding, found, counts)
    of_clients = {"clientCol": clients, "idCol": idCol or ""} if rounds else {}
    given = {"layer": counts.layer, "onInvalid": onInvalid, **of_clients, **_params(variable), **_params(last)}
    summary = found.summary(given)
    record(adata, key, summary)
    if summary["invalid"]:
        unusable = f"{summary['invalid']:,} of {adata.n_obs:,} cells have no usable counts: their coordinates are NaN"
        warnings.warn(unusable, UserWarning, stacklevel=2)
    shown.done(
        f"{key}: {summary['cells']:,} cells embedded by {summary['genesTaken']:,} of {summary['genesRead']:,} genes",
        f"added\n    {key!r}, the embedding (adata.obsm)\n{places.added()}    'atlasprox', settings (adata.uns)",
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


def _keys(given: str | Sequence[str] | None) -> list[str]:
    return [given] if isinstance(given, str) else list(given or [])


def _require_none(method: str, others: dict[str, Any]) -> None:
    """Refuse what is of the other method."""
    if method not in ("pca", _SCFEDVI):
        raise ValueError(f"method {method!r} is not allowed: pca or {_SCFEDVI}")
    for name, value in others.items():
        if value is not None:
            raise TypeError(f"{name} is no argument of method {method!r}")


class _Places(NamedTuple):
    """Where an AnnData holds an embedding, and what it has genes for; loadings and variance of components alone."""

    embedding: str
    loadings: str | None
    variance: str | None
    has_genes: bool

    @staticmethod
    def of(key: str, has_genes: bool, components: bool) -> _Places:
        if not components:
            return _Places(key, None, None, has_genes)
        return _Places(key, *(("PCs", "pca") if key == "X_pca" else (key, key)), has_genes)

    def require_free(self, adata: AnnData, overwrite: bool) -> None:
        places = [("obsm", self.embedding, adata.obsm), ("uns", self.variance, adata.uns)]
        if self.has_genes:
            places += [("var", _CHOSEN, adata.var), ("varm", self.loadings, adata.varm)]
        there = [f"adata.{name}[{key!r}]" for name, key, holder in places if key is not None and key in holder]
        if there and not overwrite:
            raise BadDataError(f"there is {', '.join(there)} already: replace it by overwrite=True, or set key_added")

    def store(self, adata: AnnData, embedding: np.ndarray, found: Found, counts: _Counts) -> None:
        adata.obsm[self.embedding] = embedding
        if self.has_genes:
            adata.var[_CHOSEN] = counts.names.isin(found.genes)
        if self.variance is not None:
            self._store_components(adata, found, counts)

    def _store_components(self, adata: AnnData, found: Found, counts: _Counts) -> None:
        model = found.components
        params = {"zero_center": True, "use_highly_variable": True, "mask_var": _CHOSEN}
        adata.uns[self.variance] = {
            "params": params if counts.layer == "X" else {**params, "layer": counts.layer},
            "variance": np.array(model["variance"]),
            "variance_ratio": np.array(model["share"]),
        }
        if self.has_genes:
            loadings = np.zeros((len(counts.names), len(model["loadings"])))
            loadings[counts.names.get_indexer(found.genes)] = np.array(model["loadings"]).T
            adata.varm[self.loadings] = loadings

    def added(self) -> str:
        lines = [f"    {_CHOSEN!r}, the genes taken (adata.var)\n"] if self.has_genes else []
        if self.has_genes and self.loadings is not None:
            lines.append(f"    {self.loadings!r}, their loadings (adata.varm)\n")
        if self.variance is not None:
            lines.append(f"    {self.variance!r}, variances (adata.uns)\n")
        return "".join(lines)


def _settings(variable: HighlyVariableGenes, last: CountPca | ScFedViSettings) -> JavaObject:
    """How Java has the settings of the genes, and of components too; all ranges are checked here."""
    with readable_errors(EMBED_NAMES):
        for stage in (variable, last):
            stage._transfer_params_to_java()
        assert variable._java_obj is not None and last._java_obj is not None
        settings = variable._java_obj.settings()
        if isinstance(last, CountPca):
            settings = getattr(settings, "with")(last._java_obj.settings())
        settings.requireCoherent()
    return settings


def _rows(spark: SparkSession, path: Path, counts: _Counts, columns: dict[str, Any]) -> DataFrame:
    _exchange.write_counts(path, columns, COUNTS, counts.matrix)
    genes = {"genes": counts.names.astype(str).to_list()}
    return spark.read.parquet(path.as_uri()).withMetadata(COUNTS, genes)


def _params(stage: HighlyVariableGenes | CountPca | ScFedViSettings) -> dict[str, Any]:
    """List the settings in force, but the names of columns that an AnnData has none of."""
    columns = ("countsCol", "inputCol", "outputCol")
    return {param.name: value for param, value in stage.extractParamMap().items() if param.name not in columns}
