"""An AnnData's embedding, of its counts and corrected for batches, with the conventions of scanpy."""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pyspark.sql import SparkSession

from atlasprox import _exchange
from atlasprox._adata import NO_COLUMN, cell_names, column, plain, record, table
from atlasprox._annotate import annotate
from atlasprox._attach import Attached, Obs, Run, match
from atlasprox._attach.groups import require_free
from atlasprox._embed import embed
from atlasprox._errors import readable_errors, with_params
from atlasprox._progress import Progress
from atlasprox._spark import session
from atlasprox.ml import BatchRefiner

if TYPE_CHECKING:
    from anndata import AnnData

    from atlasprox.ml import BatchRefinerModel

__all__ = ["Attached", "annotate", "attach", "embed", "refine"]

_LOG = logging.getLogger("atlasprox")


def refine(
    adata: AnnData,
    batch_key: str | Sequence[str],
    basis: str = "X_pca",
    *,
    adjusted_basis: str | None = None,
    copy: bool = False,
    method: str | None = None,
    seed: int | None = None,
    spark: SparkSession | None = None,
    temp_dir: str | Path | None = None,
    progress: bool | None = None,
    **params: Any,
) -> AnnData | None:
    """Correct an embedding for batches.

    Parameters
    ----------
    adata
        The cells: n rows with an embedding of d dimensions. In backed mode too, as only `obs`, `obsm` and `uns` are
        touched; the result is in memory then, until written.
    batch_key
        The column of `adata.obs` that says which batch a cell belongs to, or several.
    basis
        The key of `adata.obsm` under which the embedding is, a dense n x d array or data frame of numbers.
    adjusted_basis
        The key under which to put the corrected embedding; by default `f"{basis}_atlasprox"`.
    copy
        Whether to leave `adata` as it is and to return a corrected copy.
    method, seed
        As in `BatchRefiner`, with its defaults.
    spark
        The session to run in; by default the active one, or else one that `atlasprox.session()` makes and that goes on.
    temp_dir
        Where to put n x d numbers twice for the time of the run; by default the system's folder for such files. A
        folder that all machines see, if Spark runs on several.
    progress
        Whether to show a bar of the rounds; by default on a terminal and in a notebook. Elsewhere a line tells when it
        is done. Where scanpy is imported, its `settings.verbosity` is honoured: 0 shows nothing, 1 the bar, 2 the bar
        and the line, 3 what was added, too.
    **params
        Further settings of `BatchRefiner` by their names. Cells are drawn by `adata.obs_names`, or by the column of
        `adata.obs` that `idCol` names; by their coordinates with `idCol="none"`. `guideCol` and `preserveCol` name
        columns of `adata.obs`: labels that guide the fit, and values between which differences are preserved. With
        `onInvalid="pass"` cells with missing or infinite coordinates, without a batch or without a value to preserve
        are not fitted on and keep their coordinates.

    Returns
    -------
    None, or the copy. Sets:

    `.obsm[adjusted_basis]`
        The corrected embedding, n x d of float32.
    `.uns["atlasprox"][adjusted_basis]`
        The settings in force (`params`), what the fit saw and did, its batches and its rounds.

    Raises
    ------
    KeyError
        If `adata` has no such `obs` column or `obsm` key.
    BadDataError
        If rows are not usable cells and `onInvalid` is "fail", or the batch column looks like identifiers.
    """
    if params.get("onInvalid") == "drop":
        raise ValueError('an AnnData keeps all its cells: use onInvalid="pass", which leaves unusable ones as they are')
    keys = [batch_key] if isinstance(batch_key, str) else list(batch_key)
    embedding = _embedding(adata, basis)
    refiner_params = {"embeddingCol": basis, "batchCol": keys, "method": method, "seed": seed, **params}
    batches = {key: _exchange.labels(column(adata, key)) for key in keys}
    strata = [params[name] for name in ("guideCol", "preserveCol") if params.get(name) not in (None, NO_COLUMN)]
    columns = {**batches, **{name: _exchange.labels(column(adata, name, "")) for name in strata}}
    ids = _exchange.labels(cell_names(adata, params.get("idCol")))

    key = adjusted_basis or f"{basis}_atlasprox"
    shown = Progress(progress)
    spark = spark or SparkSession.getActiveSession() or session()
    refiner = BatchRefiner(**refiner_params, outputCol=_exchange.CORRECTED)
    if params.get("idCol") != NO_COLUMN:
        refiner.setIdCol(_exchange.ID)
    with tempfile.TemporaryDirectory(prefix="atlasprox-", dir=temp_dir) as folder, shown.of(refiner, key):
        model, corrected = _refine(refiner, spark, Path(folder), ids, columns, embedding)

    adata = adata.copy() if copy else adata
    summary = model.summary
    _store(adata, key, corrected, model, summary)
    shown.done(
        _line(key, summary),
        f"added\n    {key!r}, the corrected embedding (adata.obsm)\n    'atlasprox', settings and rounds (adata.uns)",
    )
    return adata if copy else None


def attach(
    adata: AnnData,
    output: str | Path,
    *,
    key: str | None = None,
    id: str | None = None,
    missing: Literal["error", "nan"] = "error",
    overwrite: bool = False,
) -> Attached:
    """Bring the corrected embedding of a run of the command line into an AnnData, cell by cell of the same id.

    Parameters
    ----------
    adata
        n cells, in any order; all of the run's, some of them or others. In backed mode the embedding is in memory
        until written.
    output
        The folder that `correct`, `apply` or `extend` wrote, on this machine.
    key
        The key of `adata.obsm` to put it under; by default the name that it has in the run.
    id
        The column of ids, which must be unique: in the run's table, in `adata.obs` or in both. By default the one that
        the run names. Where `adata.obs` has none of that name, its index stands for it, of numbers only if they are
        named here; where the run has none, its own.
    missing
        "error", or "nan": cells that the run lacks get coordinates that are NaN. That none matches is always an error.
    overwrite
        Whether to replace a key that is there.

    Returns
    -------
    How many cells matched, are missing in the run, and are in the run alone. Sets:

    `.obsm[key]`
        The corrected embedding, n x d, float32 or float64 as in the run.

    Raises
    ------
    BadDataError
        If the folder is no run's, the cells do not match, or the key is there; nothing is set then.
    """
    run = Run(output)
    name = key or run.embedding
    require_free(name, "adata", overwrite, name in adata.obsm)
    obs = Obs(list(adata.obs.columns), adata.obs.index.name, lambda c: adata.obs_names if c is None else adata.obs[c])
    corrected, attached = match(run, obs, name, id, missing)
    adata.obsm[name] = corrected
    _LOG.info("%s", attached)
    return attached


def _embedding(adata: AnnData, basis: str) -> np.ndarray:
    if basis not in adata.obsm:
        raise KeyError(f"no embedding {basis!r} in adata.obsm; it has {', '.join(map(repr, adata.obsm.keys()))}")
    embedding: np.ndarray[Any, np.dtype[Any]] = np.asarray(adata.obsm[basis])
    if embedding.ndim != 2 or embedding.dtype.kind not in "fiu":
        raise ValueError(f"adata.obsm[{basis!r}] must be a dense array of numbers, a row for each cell")
    return embedding if embedding.dtype in (np.float32, np.float64) else embedding.astype(np.float64)


def _refine(
    refiner: BatchRefiner,
    spark: SparkSession,
    folder: Path,
    ids: Any,
    columns: dict[str, Any],
    embedding: np.ndarray,
) -> tuple[BatchRefinerModel, np.ndarray]:
    """Fit and correct; the corrected embedding is n x d of float32, in the order of the cells."""
    before, after = folder / "cells.parquet", folder / "corrected"
    _exchange.write_cells(before, ids, columns, refiner.getEmbeddingCol(), embedding)
    cells = spark.read.parquet(before.as_uri())
    with readable_errors():
        model = refiner.fit(cells)
        model.transform(cells).select(_exchange.CELL, _exchange.CORRECTED).write.parquet(after.as_uri())
    return model, _exchange.read_corrected(after, *embedding.shape)


def _line(key: str, summary: dict[str, Any]) -> str:
    rounds = summary["trace"]
    return (
        f"{key}: {summary['rows']:,} cells of {len(summary['batches']):,} batches corrected by {summary['method']} in"
        f" {len(rounds)} rounds, objective {rounds[-1]['objective']:.6g}"
    )


def _store(adata: AnnData, key: str, corrected: np.ndarray, model: BatchRefinerModel, summary: dict[str, Any]) -> None:
    for warning in summary["warnings"]:
        warnings.warn(with_params(warning), UserWarning, stacklevel=3)
    adata.obsm[key] = corrected
    record(adata, key, _settings_and_rounds(model, summary))


def _settings_and_rounds(model: BatchRefinerModel, summary: dict[str, Any]) -> dict[str, Any]:
    params = {
        param.name: plain(value)
        for param, value in model.extractParamMap().items()
        if param.name not in ("idCol", "outputCol")
    }
    numbers = {name: value for name, value in summary.items() if isinstance(value, (str, int, float))}
    return {
        "params": params,
        **numbers,
        "warnings": plain(summary["warnings"]),
        "batches": table(summary["batches"]),
        "trace": table(summary["trace"]),
    }
