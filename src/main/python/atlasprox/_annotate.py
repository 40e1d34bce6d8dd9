"""What the cells of an AnnData are, by the labels of those that a model was fitted on."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet
from pyspark.sql import SparkSession

from atlasprox import _exchange
from atlasprox._adata import column
from atlasprox._errors import readable_errors
from atlasprox._spark import session
from atlasprox.ml import BatchRefinerModel

if TYPE_CHECKING:
    from anndata import AnnData

UNASSIGNED = "unassigned"
"""What stands for a label that is not given."""


def annotate(
    adata: AnnData,
    model: BatchRefinerModel | str | Path,
    batch_key: str | list[str] | None = None,
    basis: str | None = None,
    *,
    adjusted_basis: str | None = None,
    min_confidence: float = 0.0,
    max_novelty: float = 1.0,
    new_above: float = 0.99,
    copy: bool = False,
    spark: SparkSession | None = None,
    temp_dir: str | Path | None = None,
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
        Cells whose label is less probable, or that are more novel, are "unassigned".
    new_above
        The novelty above which a cell is called new.
    copy
        Whether to leave `adata` as it is and to return an annotated copy.
    spark, temp_dir
        As in `refine`.

    Returns
    -------
    None, or the copy. Sets, for each column L that the model tells labels of:

    `.obs["L_predicted"]`
        The most probable label, a categorical of the reference's labels, and "unassigned" where there are such.
    `.obs["L_confidence"]`, `.obs["L_novelty"]`
        Its probability, and how unlike the reference the cell is, from 0 to 1.
    `.obs["L_new"]`
        Whether it is more novel than `new_above`.
    `.obsm[adjusted_basis]`
        The corrected embedding, n x d of float32.

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
    columns = {key: _exchange.labels(column(adata, key)) for key in keys}
    embedding = np.asarray(adata.obsm[name], np.float32)
    with tempfile.TemporaryDirectory(prefix="atlasprox-", dir=temp_dir) as folder:
        before, after = Path(folder) / "cells.parquet", Path(folder) / "annotated"
        _exchange.write_cells(before, _exchange.labels(adata.obs_names), columns, name, embedding)
        with readable_errors():
            said = told.annotate(spark.read.parquet(before.as_uri()), min_confidence, max_novelty, new_above)
            said.drop(*keys, name, _exchange.ID).write.parquet(after.as_uri())
        corrected = _exchange.read_corrected(after, *embedding.shape)
        table = pyarrow.parquet.read_table(after).drop_columns([_exchange.CORRECTED]).to_pandas()
    adata = adata.copy() if copy else adata
    _store(adata, table.sort_values(_exchange.CELL), told.labels)
    adata.obsm[adjusted_basis or f"{name}_atlasprox"] = corrected
    return adata if copy else None


def _model(model: BatchRefinerModel | str | Path) -> BatchRefinerModel:
    return model if isinstance(model, BatchRefinerModel) else BatchRefinerModel.load(str(model))


def _store(adata: AnnData, said: pd.DataFrame, labels: dict[str, list[str]]) -> None:
    for label, levels in labels.items():
        predicted = said[f"{label}_predicted"].to_numpy()
        categories = levels + [UNASSIGNED] * bool((predicted == UNASSIGNED).any() and UNASSIGNED not in levels)
        adata.obs[f"{label}_predicted"] = pd.Categorical(predicted, categories)
        for what in ("confidence", "novelty", "new"):
            values: Any = said[f"{label}_{what}"].to_numpy()
            adata.obs[f"{label}_{what}"] = values
