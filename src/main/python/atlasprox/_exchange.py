"""Cells to Spark and back through Parquet, without a Python object for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet

CELL = "__atlasprox_cell"
ID = "__atlasprox_id"
CORRECTED = "__atlasprox_refined"

_ROWS = 1 << 16


def labels(column: Any) -> pa.Array:
    """Turn a pandas column or index of batches or names into an Arrow array of n values, null where missing."""
    return pa.Array.from_pandas(column)


def write_cells(path: Path, ids: pa.Array, columns: Mapping[str, pa.Array], name: str, embedding: np.ndarray) -> None:
    """Write n cells with their places from 0, in slabs of rows.

    Parameters
    ----------
    path
        The Parquet file to write.
    ids
        What tells the cells apart, n values.
    columns
        The batch columns, and others that a fit reads, by name, n values each.
    name
        The embedding's name.
    embedding
        n x d of float32 or float64.
    """
    slabs = _slabs(ids, columns, name, embedding)
    first = next(slabs)
    with pa.parquet.ParquetWriter(path, first.schema, use_dictionary=list(columns)) as writer:
        writer.write_batch(first)
        for slab in slabs:
            writer.write_batch(slab)


def _slabs(
    ids: pa.Array, columns: Mapping[str, pa.Array], name: str, embedding: np.ndarray
) -> Iterator[pa.RecordBatch]:
    for start in range(0, max(len(embedding), 1), _ROWS):
        rows = np.ascontiguousarray(embedding[start : start + _ROWS])
        rows_of = {
            CELL: pa.array(np.arange(start, start + len(rows))),
            ID: _decoded(ids.slice(start, _ROWS)),
            **{key: _decoded(column.slice(start, _ROWS)) for key, column in columns.items()},
            name: pa.FixedSizeListArray.from_arrays(pa.array(rows.ravel()), rows.shape[1]),
        }
        yield pa.RecordBatch.from_pydict(rows_of)


def _decoded(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def read_corrected(folder: Path, n: int, d: int) -> np.ndarray:
    """Read what Spark wrote, in whatever order.

    Returns
    -------
    n x d of float32, in the order of the places that `write_cells` gave.

    Raises
    ------
    RuntimeError
        If a cell is missing, or is there twice.
    """
    corrected = np.empty((n, d), np.float32)
    times = np.zeros(n, np.int64)
    cells = pa.dataset.dataset(folder, format="parquet")
    for rows in cells.to_batches(columns=[CELL, CORRECTED], batch_size=_ROWS, batch_readahead=1, fragment_readahead=1):
        places = rows.column(CELL).to_numpy()
        corrected[places] = rows.column(CORRECTED).flatten().to_numpy().reshape(len(places), d)
        times[places] += 1
    if not (times == 1).all():
        raise RuntimeError(f"of {n} cells {(times == 0).sum()} did not come back, and {(times > 1).sum()} twice")
    return corrected
