"""Cells to Spark and back through Parquet, without a Python object for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet
import scipy.sparse

CELL = "__atlasprox_cell"
ID = "__atlasprox_id"
CORRECTED = "__atlasprox_refined"

_ROWS = 1 << 16
_NUMBERS = 1 << 25


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
    _write(path, _slabs(ids, columns, name, embedding), columns)


def write_counts(path: Path, columns: Mapping[str, pa.Array], name: str, counts: Any) -> None:
    """Write n cells with their places from 0 and their counts, in slabs of rows.

    Parameters
    ----------
    path
        The Parquet file to write.
    columns
        The batch columns by name, n values each.
    name
        The counts' name: structures of the genes' numbers, `indices`, and what a cell has of each, `values`.
    counts
        n cells x g genes, any kind of real numbers: CSR or dense, in memory or in a file of which rows are read.
    """
    _write(path, _count_slabs(columns, name, counts), columns)


def _write(path: Path, slabs: Iterator[pa.RecordBatch], columns: Mapping[str, pa.Array]) -> None:
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
            **_labelled({ID: ids, **columns}, start, len(rows)),
            name: pa.FixedSizeListArray.from_arrays(pa.array(rows.ravel()), rows.shape[1]),
        }
        yield pa.RecordBatch.from_pydict(rows_of)


def _count_slabs(columns: Mapping[str, pa.Array], name: str, counts: Any) -> Iterator[pa.RecordBatch]:
    n, genes = counts.shape
    step = min(_ROWS, max(_NUMBERS // max(genes, 1), 1))
    for start in range(0, max(n, 1), step):
        rows = _sparse(counts[start : start + step])
        indices, values = (
            pa.ListArray.from_arrays(pa.array(rows.indptr.astype(np.int32)), pa.array(numbers))
            for numbers in (rows.indices.astype(np.int32), _floats(rows.data))
        )
        structures = pa.StructArray.from_arrays([indices, values], ["indices", "values"])
        yield pa.RecordBatch.from_pydict({**_labelled(columns, start, rows.shape[0]), name: structures})


def _sparse(rows: Any) -> Any:
    return rows if scipy.sparse.issparse(rows) else scipy.sparse.csr_matrix(_floats(np.asarray(rows)))


def _floats(numbers: np.ndarray) -> np.ndarray:
    """As float where that holds them, else as double."""
    if numbers.dtype in (np.float32, np.float64):
        return numbers
    return numbers.astype(np.float32 if numbers.dtype.itemsize <= 2 else np.float64)


def _labelled(columns: Mapping[str, pa.Array], start: int, rows: int) -> dict[str, pa.Array]:
    places = pa.array(np.arange(start, start + rows))
    return {CELL: places, **{key: _decoded(column.slice(start, rows)) for key, column in columns.items()}}


def _decoded(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def read_corrected(folder: Path, n: int, d: int) -> np.ndarray:
    """Read what Spark wrote, in whatever order.

    Returns
    -------
    n x d of float32, in the order of the places that `write_cells` or `write_counts` gave.

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
