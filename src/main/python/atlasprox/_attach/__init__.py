"""Brings the corrected embedding of a run of the command line into an AnnData, in memory or on disk."""

from __future__ import annotations

import warnings
from pathlib import Path

from atlasprox._attach import h5ad, zarr
from atlasprox._attach.matching import Attached, Obs, match
from atlasprox._attach.run import Run
from atlasprox._errors import BadDataError

__all__ = ["Attached", "Obs", "Run", "add", "match"]


def add(
    output: str | Path,
    into: str | Path,
    key: str | None = None,
    id_name: str | None = None,
    missing: str = "error",
    overwrite: bool = False,
) -> Attached:
    """Add a run's corrected embedding to an AnnData on disk, under one key of its `obsm`.

    Parameters
    ----------
    output
        The output folder of the run.
    into
        An h5ad file or a zarr store, or a group within, such as "data.zarr/tables/table" or "data.h5mu/mod/rna".
    key
        The key; by default the name that the run gave to the embedding.
    id_name, missing
        As in `match`.
    overwrite
        Whether to replace the key if it is there.

    Raises
    ------
    BadDataError
        If output or target are not what they should be, or the cells do not match.
    OSError
        If the target cannot be written; it is as it was then.
    """
    run = Run(output)
    name = key or run.embedding
    if any(mark in name for mark in "/\\\0") or name.startswith((".", "__")) or name == "zarr.json":
        raise BadDataError(f"{name!r} cannot be the name of an array on disk: choose another by key=")
    target, group = _place(into)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of coming versions of zarr and anndata; nothing that a user can mend.
        if target.is_dir():
            return zarr.add(target, name, overwrite, lambda obs: match(run, obs, name, id_name, missing))
        return h5ad.add(target, group, name, overwrite, lambda obs: match(run, obs, name, id_name, missing))


def _place(into: str | Path) -> tuple[Path, str]:
    """Find the file or the folder itself, where links lead to it, and the group within a file."""
    if "://" in str(into):
        raise BadDataError(f"{into} is no file of this machine: copy it to one first")
    resolved = Path(into).resolve()
    for path in [resolved, *resolved.parents]:
        if path.is_file() or (path == resolved and path.is_dir()):
            return path, "/" + resolved.relative_to(path).as_posix().removeprefix(".")
    raise BadDataError(f"no such file or folder: {into}")
