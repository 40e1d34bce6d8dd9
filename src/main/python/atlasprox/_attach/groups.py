"""An AnnData in a group of HDF5 or zarr."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from anndata.io import read_elem, write_elem

from atlasprox._attach.matching import Attached, Obs
from atlasprox._errors import BadDataError

OBSM = "obsm"

Matched = tuple[np.ndarray[Any, np.dtype[Any]], Attached]
Matching = Callable[[Obs], Matched]


def obs_of(cells: Any, place: str | Path) -> Obs:
    """Find the ids of an AnnData, of which only the column that is asked for is read.

    Raises
    ------
    BadDataError
        If there is no such group, it is no AnnData, or its table of cells is damaged.
    """
    obs = cells["obs"] if hasattr(cells, "keys") and "obs" in cells else None
    if obs is None:
        raise BadDataError(
            f"{place} holds no AnnData, as it has no obs; a table or a modality within is named by its path, such as"
            " data.zarr/tables/table or data.h5mu/mod/rna"
        )
    if not hasattr(obs, "keys") or _text(obs.attrs.get("encoding-version")) == "0.1.0":  # Of anndata before 0.8.
        frame: Any = read_elem(obs)
        return Obs(list(frame.columns), frame.index.name, lambda name: frame.index if name is None else frame[name])
    index = _text(obs.attrs.get("_index"))
    if index not in obs:
        raise BadDataError(f"the obs of {place} has no index: it is no table of cells that anndata wrote")
    columns = [name for name in obs if name != index]
    return Obs(columns, None if index in ("_index", "index") else index, lambda name: read_elem(obs[name or index]))


def _text(attribute: Any) -> str:
    """HDF5's texts of one length are bytes; anndata takes them, and other writers than it make them."""
    return attribute.decode(errors="replace") if isinstance(attribute, bytes) else str(attribute)


def write(cells: Any, key: str, corrected: Any) -> None:
    """Write an array under a key of `obsm` as anndata does, in the place of what is there."""
    if OBSM not in cells:
        write_elem(cells, OBSM, {})
    write_elem(cells[OBSM], key, corrected)


def require_free(key: str, place: str | Path, overwrite: bool, is_there: bool) -> None:
    """Raise BadDataError for a key that is there and is not to be replaced."""
    if is_there and not overwrite:
        raise BadDataError(
            f"{place} has {key!r} in obsm already: choose another key by key=, or replace it by overwrite=True"
        )
