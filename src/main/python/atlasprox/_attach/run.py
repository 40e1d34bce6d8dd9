"""The corrected cells that a run of the command line wrote, by their ids."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from atlasprox._errors import BadDataError

_ROWS = 1 << 16


class Run:
    """The output folder of `correct`, `apply` or `extend`.

    Parameters
    ----------
    folder
        The folder, on this machine.

    Raises
    ------
    BadDataError
        If it is no such folder, or its files are not those that the run wrote.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = _local(folder)
        self._record = _record(self.folder)
        self._cells = _cells(self.folder)
        self.columns: list[str] = self._cells.schema.names
        self.embedding: str = self._record["outputEmbedding"]
        self.id: str | None = self._record["id"]
        self._coordinates = self._embedding_columns()
        self.dtype = _common_type([self._cells.schema.field(name).type for name in self._coordinates], self.embedding)
        self._require_whole()

    @property
    def dimension(self) -> int:
        """How many coordinates a cell has."""
        return int(self._record["fit"]["dimension"])

    def has_whole_numbers(self, column: str) -> bool:
        """Whether a column holds integers."""
        return bool(pa.types.is_integer(self._cells.schema.field(column).type))

    def cells(self, id_column: str) -> Iterator[tuple[pa.Array, np.ndarray]]:
        """Read ids and corrected embedding, a slab of m rows at a time.

        Parameters
        ----------
        id_column
            The column of ids.

        Returns
        -------
        The m ids, and m x d of the run's own precision, NaN where a cell has no coordinates.
        """
        columns = [id_column, *self._coordinates]
        for rows in self._cells.to_batches(columns=columns, batch_size=_ROWS, batch_readahead=1, fragment_readahead=1):
            yield rows.column(0), self._numbers(rows.columns[1:])

    def _embedding_columns(self) -> list[str]:
        """One column of arrays or vectors, or those of a prefix, in the order of their numbers."""
        if self.embedding in self.columns:
            return [self.embedding]
        numbered = re.compile(re.escape(self.embedding) + r"(\d+)")
        found = {int(match[1]): name for name in self.columns if (match := numbered.fullmatch(name))}
        if not found:
            raise BadDataError(f"the cells of {self.folder} have no column {self.embedding!r}, which run.json names")
        return [found[number] for number in sorted(found)]

    def _require_whole(self) -> None:
        written, there = self._record["counts"]["written"], self._cells.count_rows()
        if written != there and not _is_delta(self.folder):
            raise BadDataError(
                f"{self.folder} holds {there:,} cells, and its run wrote {written:,}: files are missing, or others"
                " lie beside them; copy the folder again"
            )

    def _numbers(self, columns: list[pa.Array]) -> np.ndarray:
        if len(self._coordinates) > 1 or pa.types.is_floating(columns[0].type):
            return np.column_stack([column.to_numpy(zero_copy_only=False).astype(self.dtype) for column in columns])
        (column,) = columns
        valid = column.is_valid().to_numpy(zero_copy_only=False)
        numbers = np.full((len(column), self.dimension), np.nan, self.dtype)
        lists = _lists(column.filter(column.is_valid()))
        lengths = pc.unique(pc.list_value_length(lists)).to_pylist()
        if lengths not in ([], [self.dimension]):
            raise BadDataError(
                f"{self.embedding!r} has cells of {lengths} coordinates, and its run had {self.dimension}: the files of"
                f" {self.folder} are of several runs"
            )
        numbers[valid] = lists.flatten().to_numpy(zero_copy_only=False).reshape(-1, self.dimension)
        return numbers


def _local(folder: str | Path) -> Path:
    if "://" in str(folder):
        raise BadDataError(f"{folder} is no folder of this machine: copy it to one first")
    return Path(folder)


def _record(folder: Path) -> dict[str, Any]:
    file = folder / "_atlasprox" / "run.json"
    try:
        record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise BadDataError(
            f"{folder} is no output of a run: there is no {file}; name the folder that correct, apply or extend wrote"
        ) from None
    except ValueError as error:
        raise BadDataError(f"{file} cannot be read: {error}") from None
    needed = {"outputEmbedding", "id", "counts", "fit"}
    if not isinstance(record, dict) or not needed <= record.keys():
        raise BadDataError(f"{file} is not what correct, apply or extend write: it lacks {', '.join(sorted(needed))}")
    return record


def _is_delta(folder: Path) -> bool:
    return (folder / "_delta_log").is_dir()


def _cells(folder: Path) -> ds.Dataset:
    if not _is_delta(folder):
        try:
            return ds.dataset(folder, format="parquet")
        except pa.ArrowInvalid as error:
            raise BadDataError(f"the cells of {folder} cannot be read: {error}") from None
    try:
        from deltalake import DeltaTable
    except ImportError:
        raise BadDataError(f"{folder} is a Delta table: pip install deltalake, which reads such") from None
    return DeltaTable(str(folder)).to_pyarrow_dataset()


def _lists(column: pa.Array) -> pa.Array:
    """Arrays as they are, of Spark ML's vectors their values; the program writes dense ones only."""
    return column.field("values") if pa.types.is_struct(column.type) else column


def _common_type(types: list[Any], embedding: str) -> np.dtype[Any]:
    """Single precision if all are, else double."""
    numbers = [_number_type(given) for given in types]
    if not all(number is not None and pa.types.is_floating(number) for number in numbers):
        raise BadDataError(f"{embedding!r} is of {types[0]}, not an embedding that a run wrote")
    return np.dtype(np.float32 if all(pa.types.is_float32(number) for number in numbers) else np.float64)


def _number_type(given: Any) -> Any:
    if pa.types.is_struct(given):
        given = given.field("values").type if given.get_field_index("values") >= 0 else None
    is_list = given is not None and not pa.types.is_floating(given)
    return getattr(given, "value_type", None) if is_list else given
