"""An h5ad file, which is copied beside itself, extended, and put in its own place."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import h5py

from atlasprox._attach import groups, staging
from atlasprox._attach.groups import Matching
from atlasprox._attach.matching import Attached
from atlasprox._errors import BadDataError

_MEBIBYTE = 1 << 20


def add(file: Path, group: str, key: str, overwrite: bool, match: Matching) -> Attached:
    """Add an embedding under a key of `obsm`.

    Parameters
    ----------
    file
        The file itself, no link to it.
    group
        Where in it the AnnData is, "/" for all of it.
    key, overwrite
        The key, and whether to replace it if it is there.
    match
        Gives the embedding of the cells with these ids.

    Raises
    ------
    BadDataError
        If it is no h5ad file, or the cells do not match.
    OSError
        If there is no room for the copy, it cannot be written, or the file changes meanwhile; it is left as it is then.
    """
    before = file.stat()
    with _open(file) as original:  # Open until it is replaced: no other program can open it to write meanwhile.
        cells = original.get(group)
        obs = groups.obs_of(cells, f"{file}{group.rstrip('/')}")
        groups.require_free(key, file, overwrite, key in _obsm(original, cells))
        corrected, attached = match(obs)
        if not os.access(file, os.W_OK):
            raise PermissionError(f"{file} is not to be written by this user")
        with staging.staging(file) as folder:
            staging.require_room(folder, before.st_size + corrected.nbytes + _MEBIBYTE)
            copy = folder / file.name
            shutil.copyfile(file, copy)
            with h5py.File(copy, "r+") as extended:
                groups.write(extended[group], key, corrected)
            if _state(file.stat()) != _state(before):
                raise OSError(f"{file} was changed by another program meanwhile; it is as that program left it")
            original.close()
            staging.replace(copy, file)
    return attached


def _obsm(file: h5py.File, cells: h5py.Group) -> Any:
    """Find the group that is to be extended, which must be the file's own; empty where there is none."""
    obsm = cells.get(groups.OBSM)
    name = file.filename
    for group in [cells] if obsm is None else [cells, obsm]:
        if group.file.filename != name:
            raise BadDataError(f"{name} has but a link to {group.name} of {group.file.filename}: name that file")
    if isinstance(obsm, h5py.Dataset):
        raise BadDataError(f"{name} is of anndata before 0.7: read it, and write it again, by anndata")
    return () if obsm is None else obsm


def _open(file: Path) -> h5py.File:
    try:
        return h5py.File(file, "r")
    except OSError as error:
        if error.errno in (
            errno.EAGAIN,
            errno.EACCES,
        ):  # Another program has it locked; it is not for this user to read.
            raise
        raise BadDataError(f"{file} cannot be read as h5ad, and is no folder of a zarr store: {error}") from None


def _state(file: os.stat_result) -> tuple[int, int, int]:
    return file.st_ino, file.st_size, file.st_mtime_ns
