"""h5ad files whose obs columns and obsm arrays are stored in every way that is read, each beside a plain twin.

    pip install "h5py" "hdf5plugin"
    python src/test/python/hdf5_filters.py [SEED]      writes src/test/resources/h5ad/filters

A name is the array's and how it is stored: `f4_7 shuffle+lzf`, whose twin is `f4_7 plain`. The values, the shapes and
the chunks are random.
"""

import sys
import zlib
from pathlib import Path

import h5py
import hdf5plugin
import numpy as np

FOLDER = Path(__file__).parent.parent / "resources" / "h5ad" / "filters"
NUMBERS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", ">f4", ">i2", ">f8"]
TEXTS = ["S1", "S3", "text"]
TEXT = h5py.string_dtype()


def plugin(made):
    return made.filter_id, made.filter_options


SHUFFLE, GZIP, FLETCHER, LZF = (2, ()), (1, (4,)), (3, ()), (32000, ())
ZSTD = plugin(hdf5plugin.Zstd())
LZ4 = plugin(hdf5plugin.LZ4())
LZ4_BLOCKS = plugin(hdf5plugin.LZ4(nbytes=96))
BITS = plugin(hdf5plugin.Bitshuffle(cname="none"))
BITS_LZ4 = plugin(hdf5plugin.Bitshuffle(cname="lz4"))
BITS_ZSTD = plugin(hdf5plugin.Bitshuffle(cname="zstd"))
BITS_BLOCKS = plugin(hdf5plugin.Bitshuffle(nelems=16, cname="lz4"))

PIPELINES = {
    "chunks": [],
    "gzip": [GZIP],
    "shuffle": [SHUFFLE],
    "fletcher32": [FLETCHER],
    "lzf": [LZF],
    "zstd": [ZSTD],
    "lz4": [LZ4],
    "lz4_blocks": [LZ4_BLOCKS],
    "bitshuffle": [BITS],
    "bitshuffle_lz4": [BITS_LZ4],
    "bitshuffle_zstd": [BITS_ZSTD],
    "bitshuffle_blocks": [BITS_BLOCKS],
    "shuffle+gzip": [SHUFFLE, GZIP],
    "shuffle+lzf": [SHUFFLE, LZF],
    "shuffle+zstd": [SHUFFLE, ZSTD],
    "shuffle+lz4": [SHUFFLE, LZ4],
    "gzip+fletcher32": [GZIP, FLETCHER],
    "fletcher32+lzf": [FLETCHER, LZF],
    "fletcher32+bitshuffle_lz4": [FLETCHER, BITS_LZ4],
    "shuffle+lzf+fletcher32": [SHUFFLE, LZF, FLETCHER],
    "bitshuffle+gzip": [BITS, GZIP],
    "lzf+gzip": [LZF, GZIP],
    "shuffle+shuffle+lz4_blocks": [SHUFFLE, SHUFFLE, LZ4_BLOCKS],
}


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.h5ad"):
        old.unlink()
    blocks = [name for name in PIPELINES if name.startswith(("bitshuffle", "lz4", "zstd"))]  # They begin at 8192 bytes.
    for rows, libver, pipelines, with_obsm in (
        (9, "v110", PIPELINES, True),
        (61, "earliest", PIPELINES, False),
        (137, "v110", PIPELINES, True),
        (1523, "v110", blocks, False),
    ):
        path = FOLDER / f"rows_{rows}.h5ad"
        write_file(path, rows, np.random.default_rng(seed + rows), libver, pipelines, with_obsm=with_obsm)
        assert path.stat().st_size < 300_000, f"{path} is too large for the repository"


def write_file(path, rows, random, libver, pipelines=tuple(PIPELINES), *, with_obsm=True):
    with h5py.File(path, "w", libver=libver) as file:
        obs, obsm = file.create_group("obs"), file.create_group("obsm")
        obs.create_dataset("_index", data=[f"c{i}" for i in range(rows)], dtype=TEXT)
        columns, arrays = Arrays(obs, random, ""), Arrays(obsm, random, "X_")
        for name in pipelines:
            columns.add(random.choice(NUMBERS + TEXTS), (rows,), name, PIPELINES[name])
            if with_obsm:
                arrays.add(random.choice(NUMBERS), (rows, int(random.integers(1, 9))), name, PIPELINES[name])
        for i in range(4):
            columns.add(random.choice(NUMBERS), (rows,), f"skipped_{i}", [SHUFFLE, GZIP], direct=True)
        obs.attrs.update({"encoding-type": "dataframe", "encoding-version": "0.2.0", "_index": "_index"})
        obs.attrs["column-order"] = np.array(columns.names, dtype=TEXT)
    # HDF5 remembers what chunks were stored without only when it opens a file.
    with h5py.File(path, "r+") as file:
        columns.add_twins(file["obs"])
        arrays.add_twins(file["obsm"])


class Arrays:
    """The arrays of one group."""

    def __init__(self, group, random, prefix):
        self.group, self.random, self.prefix = group, random, prefix
        self.names = []

    def add(self, dtype, shape, how, filters, *, direct=False):
        """direct: some chunks are stored without some of the filters."""
        name = f"{self.prefix}{dtype}_{len(self.names)}"
        values = self.values(dtype, shape)
        stored = self.create(f"{name} {how}", values, filters)
        if direct:
            self.store_directly(stored, values)
        else:
            stored[...] = values
        self.names += [f"{name} {how}", f"{name} plain"]

    def add_twins(self, group):
        for stored, plain in zip(self.names[::2], self.names[1::2], strict=True):
            values = group[stored][...]
            group.create_dataset(plain, data=values, dtype=TEXT if values.dtype == object else values.dtype)

    def create(self, name, values, filters):
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_chunk(tuple(int(self.random.integers(max(1, n // 12), n + 1)) for n in values.shape))
        for number, settings in filters:
            plist.set_filter(number, h5py.h5z.FLAG_OPTIONAL, settings)
        dtype = TEXT if values.dtype == object else values.dtype
        # In newer files, what can grow is indexed differently: in none, one or two dimensions.
        grows = self.random.integers(0, 3)
        most = tuple(h5py.h5s.UNLIMITED if i < grows else n for i, n in enumerate(values.shape))
        space = h5py.h5s.create_simple(values.shape, most)
        made = h5py.h5d.create(self.group.id, name.encode(), h5py.h5t.py_create(dtype, logical=True), space, plist)
        return h5py.Dataset(made)

    def store_directly(self, stored, values):
        """Of shuffle and gzip, the first is left out, or the second, or both."""
        height = stored.chunks[0]
        for i in range(0, values.shape[0], height):
            part = values[i : i + height]
            chunk = np.zeros(stored.chunks, values.dtype)
            chunk[: len(part)] = part
            left = int(self.random.integers(0, 4))
            if left == 0:
                stored[i : i + height] = part
            else:
                raw = chunk.tobytes() if left & 1 else shuffled(chunk)
                stored.id.write_direct_chunk((i,), raw if left & 2 else zlib.compress(raw), left)

    def values(self, dtype, shape):
        """Some that shrink well, some that do not."""
        rough = self.random.integers(0, 2)
        if dtype == "text":
            most = 10**9 if rough else 5
            return np.array([f"té{i}" for i in self.random.integers(0, most, shape)], object)
        dtype = np.dtype(dtype)
        if dtype.kind == "S":
            return self.random.choice(list("abcdefgh"), shape).astype(dtype)
        if dtype.kind == "f":
            scale = self.random.normal(size=shape) if rough else np.round(self.random.normal(size=shape), 1)
            return scale.astype(dtype)
        limits = np.iinfo(dtype)
        low, high = (limits.min, limits.max) if rough else (0, 9)
        native = dtype.newbyteorder("=")
        return self.random.integers(low, high, shape, native, endpoint=True).astype(dtype)


def shuffled(chunk):
    return chunk.view("u1").reshape(chunk.size, chunk.itemsize).T.tobytes()


if __name__ == "__main__":
    main()
