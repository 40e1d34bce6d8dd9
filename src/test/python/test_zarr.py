"""Stores that anndata writes here and now from random cells, read by Spark beside the h5ad file of the same.

ATLASPROX_SEED repeats those of a run.
"""

import importlib.metadata
import json
import os

import anndata
import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.usefixtures("spark")

SEED = int(os.environ.get("ATLASPROX_SEED", np.random.SeedSequence().entropy % 10**9))
FORMATS = [2] if importlib.metadata.version("anndata").startswith("0.11.") else [2, 3]


def read(spark, source, path, keys):
    return spark.read.format(source).option("embedding", json.dumps(keys)).load(str(path)).toPandas()


def texts(random, n, letters="aβ細🧬 /'"):
    return np.array(["".join(random.choice(list(letters), random.integers(0, 9))) + str(i) for i in range(n)], object)


def column(random, n):
    """Any of what a column of obs may be."""
    some = random.integers(0, 5, n)
    missing = random.random(n) < 0.2
    kinds = [
        lambda: pd.Categorical(np.where(missing, None, texts(random, 5)[some])),
        lambda: pd.Categorical(np.where(missing, np.nan, some)),
        lambda: pd.Categorical(some % 2 == 0),
        lambda: pd.array(np.where(missing, None, some), random.choice(["Int8", "Int64", "UInt32"])),
        lambda: pd.array(np.where(missing, None, some > 2), "boolean"),
        lambda: texts(random, n),
        lambda: some > 2,
        lambda: np.zeros(n, random.choice(["f4", "i8", "?"])),
        lambda: random.integers(0, 100, n).astype(random.choice([f"{k}{s}" for k in "iu" for s in (1, 2, 4, 8)])),
        lambda: np.where(missing, np.nan, random.normal(size=n)).astype(random.choice(["f4", "f8"])),
    ]
    return kinds[random.integers(len(kinds))]()


def cells(random):
    n = int(random.integers(1, 300))
    obs = pd.DataFrame({f"c{i}": column(random, n) for i in range(random.integers(0, 8))}, index=texts(random, n))
    array = random.normal(size=(n, random.integers(1, 12)))
    obsm = {
        "X_pca": array.astype(random.choice(["f2", "f4", "f8"])),
        "X_counts": (array * 100).astype(random.choice(["i1", "i2", "i4", "i8"])),
        "X_table": pd.DataFrame(array, obs.index, [f"d{j}" for j in range(array.shape[1])]),
    }
    return anndata.AnnData(obs=obs, obsm=obsm)


@pytest.mark.parametrize("version", FORMATS)
@pytest.mark.parametrize("draw", range(4))
def test_the_same_cells_are_the_same(spark, tmp_path, version, draw):
    random = np.random.default_rng([SEED, version, draw])
    adata = cells(random)
    with anndata.settings.override(allow_write_nullable_strings=True):
        adata.write_h5ad(tmp_path / "cells.h5ad")
        if FORMATS == [2]:
            adata.write_zarr(tmp_path / "cells.zarr")
        else:
            with anndata.settings.override(zarr_write_format=version):
                adata.write_zarr(tmp_path / "cells.zarr")
    keys = list(adata.obsm)
    expected = read(spark, "atlasprox.read.h5ad.H5adSource", tmp_path / "cells.h5ad", keys)
    found = read(spark, "atlasprox.read.zarr.ZarrSource", tmp_path / "cells.zarr", keys)
    assert list(found) == list(expected), f"ATLASPROX_SEED={SEED}"
    for name in expected:
        assert found[name].dtype == expected[name].dtype
        for one, other in zip(found[name], expected[name], strict=True):
            np.testing.assert_array_equal(one, other, f"{name}, ATLASPROX_SEED={SEED}")


def codecs_of_version_2(codecs):
    names = ("lz4", "zstd", "zlib", "lz4hc")
    blosc = [codecs.Blosc(cname=name, shuffle=shuffle) for name in names for shuffle in (0, 1, 2)]
    return [*blosc, codecs.Zstd(), codecs.GZip(), codecs.Zlib(), codecs.LZ4()]


def codecs_of_version_3(codecs):
    shuffles = ("noshuffle", "shuffle", "bitshuffle")
    blosc = [codecs.BloscCodec(cname=name, shuffle=way) for name in ("lz4", "zstd", "zlib") for way in shuffles]
    return [*blosc, codecs.ZstdCodec(), codecs.GzipCodec()]


@pytest.mark.parametrize("version", FORMATS)
def test_chunks_shards_and_codecs_of_zarr_python(spark, tmp_path, version):
    """The embedding in any chunks, shards where there are such, and each way to compress it that zarr-python has."""
    zarr = pytest.importorskip("zarr", minversion="3")
    numcodecs = pytest.importorskip("numcodecs")
    random = np.random.default_rng([SEED, version])
    adata = cells(random)
    adata.write_zarr(tmp_path / "plain.zarr")
    array = np.asarray(adata.obsm["X_pca"])
    ways = [None, *(codecs_of_version_2(numcodecs) if version == 2 else codecs_of_version_3(zarr.codecs))]
    root = zarr.open_group(str(tmp_path / "cells.zarr"), mode="w", zarr_format=version)
    anndata.io.write_elem(root, "obs", adata.obs[[]])
    for i, way in enumerate(ways):
        height, width = (int(random.integers(1, length + 1)) for length in array.shape)
        sharded = version == 3 and i % 2
        shards = (height * int(random.integers(1, 4)), width * int(random.integers(1, 3))) if sharded else None
        made = root.create_array(
            f"obsm/X_{i}", shape=array.shape, dtype=array.dtype, chunks=(height, width), shards=shards, compressors=way
        )
        made[...] = array
        made.attrs.update({"encoding-type": "array", "encoding-version": "0.2.0"})
    found = read(spark, "atlasprox.read.zarr.ZarrSource", tmp_path / "cells.zarr", [f"X_{i}" for i in range(len(ways))])
    for i, way in enumerate(ways):
        np.testing.assert_array_equal(np.stack(found[f"X_{i}"]), array, f"{way}, ATLASPROX_SEED={SEED}")
