"""What the cells of an AnnData are, by the labels of those that a model was fitted on."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
from pyspark.sql import SparkSession

from atlasprox import _exchange
from atlasprox._adata import column, plain, record
from atlasprox._adata import table as arrays
from atlasprox._errors import readable_errors
from atlasprox._progress import Progress
from atlasprox._spark import session
from atlasprox.ml import BatchRefinerModel

if TYPE_CHECKING:
    from anndata import AnnData

UNASSIGNED = "unassigned"
"""What stands for a label that is not given."""

_OWN = "__atlasprox_own_"
"""What names begin with of columns of the cells' own labels, so that none is in the way of what is told."""


def annotate(
    adata: AnnData,
    model: BatchRefinerModel | str | Path,
    batch_key: str | list[str] | None = None,
    basis: str | None = None,
    *,
    adjusted_basis: str | None = None,
    min_confidence: float | None = None,
    max_novelty: float | None = None,
    new_above: float | None = None,
    candidates: int | None = None,
    on_invalid: Literal["fail", "pass"] | None = None,
    copy: bool = False,
    spark: SparkSession | None = None,
    temp_dir: str | Path | None = None,
    progress: bool | None = None,
) -> AnnData | None:
    """Tell what cells are, by a model that was fitted with labels, and correct them.

    Parameters
    ----------
    adata
        The cells, of batches that the model knows.
    model
        A model that tells labels, or the folder that it was saved in.
    batch_key
        The column of `adata.obs` that says which batch a cell belongs to, or several; by default those of the model.
    basis
        The key of `adata.obsm` under which the embedding is; by default the model's.
    adjusted_basis
        The key under which to put the corrected embedding; by default `f"{basis}_atlasprox"`.
    min_confidence, max_novelty
        Cells whose label is less probable, or that are more novel, are "unassigned"; by default none is.
    new_above
        The novelty above which a cell is called new, 0.99 by default.
    candidates
        How many of the most probable labels to list, none by default.
    on_invalid
        "fail", or "pass": cells without a batch or with missing or infinite coordinates are told nothing and keep their
        coordinates; by default what the model was fitted with.
    copy
        Whether to leave `adata` as it is and to return an annotated copy.
    spark, temp_dir
        As in `refine`.
    progress
        Whether to tell what was told, in a line; as in `refine`.

    Returns
    -------
    None, or the copy. Sets, for each column L that the model tells labels of:

    `.obs["L_predicted"]`
        The most probable label, a categorical of the reference's labels, and "unassigned" where there are such.
    `.obs["L_confidence"]`, `.obs["L_novelty"]`
        Its probability, and how unlike the reference the cell is, from 0 to 1.
    `.obs["L_new"]`
        Whether it is more novel than `new_above`.
    `.obsm["L_candidates"]`
        With `candidates` N, a data frame of `label_1`, `probability_1` ... of each cell, the most probable label first;
        missing where no further label is near enough to have a say. Fewer columns where no cell has so many.
    `.obsm[adjusted_basis]`
        The corrected embedding, n x d of float32.
    `.uns["atlasprox"][adjusted_basis]`
        For each L under `told` the cells by label and by batch, how labels agree with `obs["L"]` where that is there,
        and `words`: sentences on this and on what the cells called new may be.

    Raises
    ------
    KeyError
        If `adata` has no such `obs` column or `obsm` key.
    BadDataError
        If the model tells no labels, or does not know a batch.
    """
    spark = spark or SparkSession.getActiveSession() or session()
    told = _model(model)
    name = basis or told.getEmbeddingCol()
    keys = list(told.getBatchCol()) if batch_key is None else [batch_key] if isinstance(batch_key, str) else batch_key
    if name not in adata.obsm:
        raise KeyError(f"no embedding {name!r} in adata.obsm; it has {', '.join(map(repr, adata.obsm.keys()))}")
    told = told.copy()
    told.setEmbeddingCol(name).setBatchCol(keys).setOutputCol(_exchange.CORRECTED)
    if on_invalid is not None:
        told.setOnInvalid(on_invalid)
    own = {f"{_OWN}{place}": label for place, label in enumerate(told.labels) if label in adata.obs}
    columns = {key: _exchange.labels(column(adata, key)) for key in keys}
    columns |= {private: _own_labels(adata.obs[label]) for private, label in own.items()}
    embedding = np.asarray(adata.obsm[name], np.float32)
    shown = Progress(progress, bar=False)
    with tempfile.TemporaryDirectory(prefix="atlasprox-", dir=temp_dir) as folder:
        before, after = Path(folder) / "cells.parquet", Path(folder) / "annotated"
        _exchange.write_cells(before, _exchange.labels(adata.obs_names), columns, name, embedding)
        with readable_errors():
            cells = spark.read.parquet(before.as_uri())
            said = told.annotate(cells, min_confidence, max_novelty, new_above, candidates)
            said.drop(_exchange.ID).write.parquet(after.as_uri())
            # A column that is there by a label's name, such as the batch, is the table's own.
            renamed = {private: label for private, label in own.items() if label not in said.columns}
            written = spark.read.parquet(after.as_uri()).withColumnsRenamed(renamed)
            summaries = told.annotationSummary(written, new_above)
        corrected = _exchange.read_corrected(after, *embedding.shape)
        read = [_exchange.CELL, *(one for one in said.columns if one.startswith(tuple(f"{k}_" for k in told.labels)))]
        table = pa.parquet.read_table(after, columns=read).to_pandas()
    adata = adata.copy() if copy else adata
    _store(adata, table.sort_values(_exchange.CELL), told.labels)
    key = adjusted_basis or f"{name}_atlasprox"
    adata.obsm[key] = corrected
    record(adata, key, {"told": {summary["label"]: _figures(summary) for summary in summaries}})
    words = [sentence for summary in summaries for sentence in summary["words"]]
    shown.done(
        " ".join(words),
        f"added\n    {key!r}, the corrected embedding (adata.obsm)\n    labels, confidence, novelty (adata.obs)\n"
        "    'atlasprox', cells by label and batch (adata.uns)",
    )
    return adata if copy else None


def _model(model: BatchRefinerModel | str | Path) -> BatchRefinerModel:
    return model if isinstance(model, BatchRefinerModel) else BatchRefinerModel.load(str(model))


def _own_labels(values: pd.Series[Any]) -> pa.Array:
    """Turn labels into what Spark makes texts of; those of several types into texts, null where missing."""
    try:
        return _exchange.labels(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        pairs = zip(values, values.isna(), strict=True)
        return pa.array([None if missing else _text(value) for value, missing in pairs], pa.string())


def _text(value: Any) -> str:
    """As Spark writes truth values."""
    return str(value).lower() if isinstance(value, (bool, np.bool_)) else str(value)


def _store(adata: AnnData, said: pd.DataFrame, labels: dict[str, list[str]]) -> None:
    for label, levels in labels.items():
        predicted = said[f"{label}_predicted"].to_numpy()
        categories = levels + [UNASSIGNED] * bool((predicted == UNASSIGNED).any() and UNASSIGNED not in levels)
        adata.obs[f"{label}_predicted"] = pd.Categorical(predicted, categories)
        for what in ("confidence", "novelty", "new"):
            values = said[f"{label}_{what}"]
            # Cells that were told nothing are neither new nor not.
            kept = values.astype("boolean").array if values.hasnans and what == "new" else values.to_numpy()
            adata.obs[f"{label}_{what}"] = kept
        if f"{label}_candidates" in said:
            adata.obsm[f"{label}_candidates"] = _candidates(said[f"{label}_candidates"], adata.obs_names, levels)


def _candidates(lists: pd.Series[Any], names: pd.Index[Any], levels: list[str]) -> pd.DataFrame:
    """Labels as categoricals, of which h5ad and zarr hold missing ones too."""
    most = max((len(one) for one in lists if one is not None), default=0)
    columns: dict[str, Any] = {}
    for place in range(most):
        has = [one is not None and place < len(one) for one in lists]
        pairs = list(zip(lists, has, strict=True))
        labels = [one[place]["label"] if there else None for one, there in pairs]
        columns[f"label_{place + 1}"] = pd.Categorical(labels, levels)
        columns[f"probability_{place + 1}"] = [one[place]["probability"] if there else np.nan for one, there in pairs]
    return pd.DataFrame(columns, index=names)


def _figures(summary: dict[str, Any]) -> dict[str, Any]:
    """Numbers, texts and arrays only, which h5ad and zarr hold."""
    agreement = summary["agreement"]
    figures = {
        "all": {name: value for name, value in summary["all"].items() if name != "name"},
        "labels": arrays(summary["labels"]),
        "batches": arrays(summary["batches"] or []),
        "words": plain(summary["words"]),
    }
    if agreement is not None:
        counts = np.array(agreement["counts"], dtype=np.int64)
        figures["agreement"] = {name: plain(value) for name, value in agreement.items() if name != "counts"}
        figures["agreement"]["counts"] = counts
    return figures
