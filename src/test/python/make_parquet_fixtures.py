"""Writes the small Parquet files of the tests that nothing in Java writes.

    python make_parquet_fixtures.py        (numpy and pyarrow; the committed files were made with pyarrow 26.0.1)

Every table has 24 cells: cell (0 to 23), donor, and the embedding X, of which dimension j of cell i is
(7 i + 3 j) % 50 - 20. Files of read/ must be read, those of refused/ refused; ParquetFixturesSparkTest has the details.
"""

import base64
import datetime
import decimal
import shutil
import uuid
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

FOLDER = Path(__file__).parent.parent / "resources" / "parquet"
CELLS = 24
X = (7 * np.arange(CELLS)[:, None] + 3 * np.arange(4)) % 50 - 20


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    for folder in ("read", "refused", "read/no_type", "read/widths"):
        (FOLDER / folder).mkdir(parents=True)
    encodings()
    embeddings()
    columns()
    files_that_differ()
    encryption()
    for path in FOLDER.rglob("*.parquet"):
        assert path.stat().st_size < 10_000, f"{path} is too large for the repository"


def table(embedding=None, cells=CELLS, **more):
    embedding = pa.array(list(X.astype("f4")), pa.list_(pa.float32())) if embedding is None else embedding
    i = range(cells)
    return pa.table({"cell": pa.array(i), "donor": [f"d{k % 3}" for k in i], "X": embedding, **more})


def write(name, cells, **options):
    pq.write_table(cells, FOLDER / f"{name}.parquet", **options)


def encodings():
    x = "X.list.element"
    split = {"cell": "DELTA_BINARY_PACKED", "donor": "DELTA_LENGTH_BYTE_ARRAY", x: "BYTE_STREAM_SPLIT"}
    write("read/byte_stream_split", table(), use_dictionary=False, column_encoding=split)
    for version in ("1.0", "2.0"):
        delta = {
            "cell": "DELTA_BINARY_PACKED",
            "donor": "DELTA_BYTE_ARRAY",
            "flag": "RLE",
            "days": "DELTA_BINARY_PACKED",
        }
        write(
            f"read/delta_{version[0]}",
            table(flag=[k % 2 == 0 for k in range(CELLS)], days=pa.array(range(CELLS), pa.date32())),
            use_dictionary=False,
            column_encoding=delta,
            data_page_version=version,
        )
    for codec in ("lz4", "zstd", "gzip", "snappy", "none"):
        write(f"read/{codec}", table(), compression=codec, data_page_version="2.0")
    write("refused/brotli", table(), compression={"cell": "snappy", "donor": "brotli", x: "brotli"})


def embeddings():
    half = pa.array(list(X.astype("f2")), pa.list_(pa.float16()))
    write("read/half", table(half))
    write("refused/half_split", table(half), use_dictionary=False, use_byte_stream_split=["X.list.element"])
    pcs = {f"X{j}": pa.array(X[:, j].astype("f2")) for j in range(4)}
    write("read/half_columns", table(**pcs).drop_columns("X"))
    for kind in ("int8", "int16", "int32", "int64"):
        write(f"read/{kind}", table(pa.array(list(X.astype(kind)), pa.list_(pa.from_numpy_dtype(kind)))))
    decimals = [[decimal.Decimal(int(v)) for v in row] for row in X]
    write("read/decimals", table(pa.array(decimals, pa.list_(pa.decimal128(20, 3)))))
    for name, kind in (("fixed_size_list", pa.list_(pa.float32(), 4)), ("large_list", pa.large_list(pa.float64()))):
        write(f"read/{name}", table(pa.array([list(map(float, row)) for row in X], kind)))


def columns():
    moments = pa.array([-1, 0, None, 1_704_067_200_123_456_789] * 6, pa.int64())
    naive, utc = moments.cast(pa.timestamp("ns")), moments.cast(pa.timestamp("ns", "Europe/Paris"))
    write(
        "read/nanoseconds",
        table(
            naive=naive,
            utc=utc,
            several=pa.array([[m, None] for m in naive], pa.list_(pa.timestamp("ns"))),
            within=pa.StructArray.from_arrays([naive, pa.array([1] * CELLS)], ["m", "n"]),
        ),
        use_dictionary=False,
    )
    write(
        "read/nanoseconds_split",
        table(several=pa.array([[m] for m in naive], pa.list_(pa.timestamp("ns")))),
        use_dictionary=False,
        use_byte_stream_split=["X.list.element"],
    )
    write(
        "read/other_types",
        table(
            key=pa.array([uuid.UUID(int=k).bytes for k in range(CELLS)], pa.uuid()),
            kind=pa.array(["a", "b", None] * 8).dictionary_encode(),
            scores=pa.array([[("a", 1.0), ("b", None)]] * CELLS, pa.map_(pa.string(), pa.float16())),
            unsigned=pa.array([2**63] * CELLS, pa.uint64()),
            day=pa.array([datetime.date(2024, 1, 1)] * CELLS),
            nothing=pa.nulls(CELLS),
        ),
    )
    noon = pa.array([datetime.time(12)] * CELLS, pa.time64("us"))
    write("refused/time", table(at=noon))
    write("refused/nested_time", table(of=pa.StructArray.from_arrays([noon, noon], ["start", "end"])))


def files_that_differ():
    """Columns that hold nothing in the first file, and columns of whole numbers of two sizes."""
    nulls = pa.nulls(CELLS)
    write(
        "read/no_type/0",
        table(
            text=nulls,
            number=nulls,
            several=nulls,
            pair=nulls,
            empties=pa.array([[]] * CELLS, pa.list_(pa.null())),
            typed=pa.array([None] * CELLS, pa.float64()),
            within=pa.array([{"a": None, "b": 1}] * CELLS, pa.struct({"a": pa.null(), "b": pa.int64()})),
        ),
    )
    write("read/no_type/1", table(text=nulls, typed=nulls, last=nulls))
    write(
        "read/no_type/2",
        table(
            text=["x"] * CELLS,
            number=[0.5] * CELLS,
            several=[["p", "q"]] * CELLS,
            pair=[{"a": 1, "b": "c"}] * CELLS,
            empties=[["e"]] * CELLS,
            typed=["t"] * CELLS,
            last=[True] * CELLS,
        ),
    )
    write("read/no_type/3", table(pa.array([], pa.list_(pa.float64())), cells=0, number=pa.array([], pa.string())))
    for k, kind in enumerate((pa.int32(), pa.int64(), pa.int8())):
        write(
            f"read/widths/{k}",
            table(
                age=pa.array([k - 1] * CELLS, kind),
                ages=pa.array([[k - 1]] * CELLS, pa.list_(kind)),
            ),
        )


class Keys(pe.KmsClient):
    """Wraps keys by nothing: whoever reads these files in a test has no key at all."""

    def __init__(self, _):
        pe.KmsClient.__init__(self)

    def wrap_key(self, key, _):
        return base64.b64encode(key)

    def unwrap_key(self, wrapped, _):
        return base64.b64decode(wrapped)


def encryption():
    keys = {"footer_key": "footer", "column_keys": {"key": ["X.list.element"]}}
    for name, plaintext in (("encrypted_footer", False), ("encrypted_column", True)):
        configuration = pe.EncryptionConfiguration(**keys, plaintext_footer=plaintext)
        properties = pe.CryptoFactory(Keys).file_encryption_properties(pe.KmsConnectionConfig(), configuration)
        path = FOLDER / "refused" / f"{name}.parquet"
        with pq.ParquetWriter(path, table().schema, encryption_properties=properties) as writer:
            writer.write_table(table())


if __name__ == "__main__":
    main()
