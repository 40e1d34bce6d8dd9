"""Which of a run's cells is which of an AnnData's, by their ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from atlasprox._attach.run import Run
from atlasprox._errors import BadDataError

# From here on, several integers are one number of double precision.
_ROUNDED = 2.0**53


class Attached(NamedTuple):
    """What was brought into an AnnData.

    `key` is the key in `obsm`; `matched` counts the AnnData's cells that the run has, `missing` those that it lacks
    (dropped, or of another table), `unused` the run's cells that the AnnData lacks.
    """

    key: str
    matched: int
    missing: int
    unused: int

    def __str__(self) -> str:
        """In a line."""
        return (
            f"{self.key}: {self.matched:,} cells matched by id, {self.missing:,} missing in the run, {self.unused:,} of"
            " the run not in the AnnData"
        )


class Obs(NamedTuple):
    """The ids that an AnnData may be asked for: `read(name)` gives a column of `obs`, `read(None)` its index."""

    columns: list[str]
    index_name: str | None
    read: Callable[[str | None], Any]


def match(
    run: Run, obs: Obs, key: str, id_name: str | None, missing: str
) -> tuple[np.ndarray[Any, np.dtype[Any]], Attached]:
    """Put a run's corrected embedding into the order of an AnnData's n cells.

    Parameters
    ----------
    run
        The run.
    obs
        The ids of the n cells.
    key
        What the embedding is to be called.
    id_name
        The column of ids, in the run's table, in `obs` or in both; by default the one that the run names. Where `obs`
        has none of that name, its index stands for it, of numbers only if `id_name` says so; where the run has none,
        its own.
    missing
        "error" or "nan": what becomes of cells that the run lacks.

    Returns
    -------
    n x d of the run's precision, and the counts.

    Raises
    ------
    BadDataError
        If ids are missing or not unique, or cells are missing in the run and `missing` is "error", or none matches.
    """
    if missing not in ("error", "nan"):
        raise ValueError(f"missing is {missing!r}: it must be 'error' or 'nan'")
    in_run, in_obs = _id_columns(run, obs, id_name)
    place = obs.index_name or "index" if in_obs is None else in_obs
    ids, cells = _unique(obs.read(in_obs), place, whole=run.has_whole_numbers(in_run))
    n, with_id = len(cells), np.flatnonzero(cells)
    corrected = np.full((n, run.dimension), np.nan, run.dtype)
    times = np.zeros(n, np.int64)
    unused = 0
    for slab, numbers in run.cells(in_run):
        found = ids.get_indexer(_like(ids, slab))
        known = found >= 0
        places = with_id[found[known]]
        corrected[places] = numbers[known]
        np.add.at(times, places, 1)
        unused += int((~known).sum())
    attached = Attached(key, int((times > 0).sum()), int((times == 0).sum()), unused)
    if (times > 1).any():
        raise BadDataError(
            f"{(times > 1).sum():,} ids of {in_run!r} are in the run more than once, such as"
            f" {_example(ids, cells, times > 1)}: choose a column of unique ids by id="
        )
    if attached.missing and (missing == "error" or not attached.matched):
        raise BadDataError(_unmatched(run, attached, in_run, place, _example(ids, cells, times == 0)))
    return corrected, attached


def _id_columns(run: Run, obs: Obs, given: str | None) -> tuple[str, str | None]:
    """Choose the run's column of ids, and that of `obs`, None for its index."""
    name = given or run.id
    if name is None:
        raise BadDataError(
            f"{run.folder} is of a run without ids, by which its cells could be told: name a column that both have by"
            " id=, or run again with --id"
        )
    known = {*run.columns, *obs.columns, obs.index_name}
    if name not in known:
        raise BadDataError(
            f"neither the run nor obs has a column {name!r} of ids; the run has {', '.join(run.columns)}"
        )
    in_run = name if name in run.columns else run.id
    if in_run is None:
        raise BadDataError(f"the run has no column {name!r}, and no ids of its own; it has {', '.join(run.columns)}")
    in_obs = name if name in obs.columns and name != obs.index_name else None
    if given is None and in_obs is None and obs.index_name != name and run.has_whole_numbers(in_run):
        # An index that merely counts the rows would match other cells' numbers.
        raise BadDataError(
            f"the run's ids are the numbers of {name!r}, which obs lacks: name its column of ids by id=, or its index"
            f" by id={name!r}, if that has these numbers"
        )
    return in_run, in_obs


def _unique(values: Any, place: str, whole: bool) -> tuple[pd.Index[Any], np.ndarray[Any, np.dtype[np.bool_]]]:
    """Find the ids, as integers if all are and the run's are too, else as texts; and which of the n cells have one."""
    column = pd.Series(values).reset_index(drop=True)
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.cat.categories.dtype)
    there = column.notna().to_numpy()
    column = column[there]
    if pd.api.types.is_float_dtype(column.dtype) and ((column % 1 == 0) & (column.abs() < _ROUNDED)).all():
        column = column.astype(np.int64)
    whole = whole and pd.api.types.is_integer_dtype(column.dtype)
    ids = pd.Index(column.astype(np.int64 if whole else str))
    if not ids.is_unique:
        twice = ids[ids.duplicated()]
        raise BadDataError(
            f"{len(twice):,} of {len(ids):,} ids in obs {place!r} are there already, such as {_shown(twice[0])}: ids"
            " must be unique; choose another column by id="
        )
    return ids, there


def _like(ids: pd.Index[Any], column: pa.Array) -> pd.Index[Any]:
    """Turn a run's ids into what can be looked up among ids that are numbers or texts."""
    if pd.api.types.is_integer_dtype(ids.dtype) and pa.types.is_integer(column.type):
        return pd.Index(column.to_pandas(integer_object_nulls=True))  # Else all are rounded where one is missing.
    return pd.Index(column.cast(pa.string()).to_pandas(), dtype=ids.dtype)


def _example(ids: pd.Index[Any], cells: np.ndarray[Any, Any], which: np.ndarray[Any, Any]) -> str:
    """Show the id of the first of those cells, or that it has none."""
    place = int(np.flatnonzero(which)[0])
    return _shown(ids[int(cells[:place].sum())]) if cells[place] else "a cell without an id"


def _shown(id_: Any) -> str:
    return str(id_) if isinstance(id_, np.integer) else repr(id_)


def _unmatched(run: Run, attached: Attached, in_run: str, place: str, example: str) -> str:
    n = attached.matched + attached.missing
    remedy = (
        "leave them without coordinates by missing='nan'"
        if attached.matched
        else "these are ids of other cells, or written otherwise; choose a column of ids by id="
    )
    return (
        f"of {n:,} cells {attached.missing:,} are not in {run.folder}, such as {example}; {attached.unused:,} of the"
        f" run are not among these (obs {place!r} against the run's {in_run!r}): {remedy}"
    )
