"""What is read of an AnnData and recorded in it, whatever is done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from anndata import AnnData

NO_COLUMN = "none"
"""What stands for no column."""


def column(adata: AnnData, key: str, what: str = "batch ") -> Any:
    """Find a column of `obs`, or raise KeyError with those that are there."""
    if key not in adata.obs:
        raise KeyError(f"no {what}column {key!r} in adata.obs; it has {', '.join(map(repr, adata.obs.columns))}")
    return adata.obs[key]


def cell_names(adata: AnnData, id_column: str | None) -> Any:
    """Find what tells the cells apart: a column of `obs`, or else their names."""
    if id_column in (None, NO_COLUMN):
        return adata.obs_names
    if id_column not in adata.obs:
        raise KeyError(f"no id column {id_column!r} in adata.obs; it has {', '.join(map(repr, adata.obs.columns))}")
    return adata.obs[id_column]


def record(adata: AnnData, key: str, what: dict[str, Any]) -> None:
    """Keep what was done to make `obsm[key]`, numbers, texts and arrays only, which h5ad and zarr hold."""
    adata.uns["atlasprox"] = {**adata.uns.get("atlasprox", {}), key: what}


def table(records: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    """One array for each member that has one value everywhere."""
    first = records[0] if records else {}
    names = [
        name
        for name, value in first.items()
        if not isinstance(value, list) and all(record.get(name) is not None for record in records)
    ]
    return {name: plain([record[name] for record in records]) for name in names}


def plain(value: Any) -> Any:
    """Make an array of a list."""
    if not isinstance(value, list):
        return value
    return np.array(value, dtype=None if value and not isinstance(value[0], str) else object)
