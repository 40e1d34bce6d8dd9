"""h5ad files that h5py and anndata write here and now, read by Spark; ATLASPROX_SEED repeats a run's random ones."""

import json
import os

import anndata
import h5py
import hdf5plugin
import numpy as np
import pandas as pd
import pytest

import hdf5_filters

pytestmark = pytest.mark.usefixtures("spark")

SEED = int(os.environ.get("ATLASPROX_SEED", np.random.SeedSequence().entropy % 10**9))


def read(spark, path, keys):
    reader = spark.read.format("atlasprox.read.h5ad.H5adSource").option("embedding", json.dumps(keys))
    return reader.load(str(path))


def plain(values):
    """As Spark hands them out: texts, numbers, and lists of numbers."""
    if values.dtype.kind in "SO":
        return [value.decode() for value in values]
    if values.ndim == 2 and values.dtype.kind in "iu":
        return values.astype("f8").tolist()
    return values.tolist()


@pytest.mark.parametrize("libver", ["earliest", "v108", "v110"])
def test_every_filter_and_several_in_a_row(spark, tmp_path, libver):
    random = np.random.default_rng([SEED, *libver.encode()])
    path = tmp_path / "cells.h5ad"
    hdf5_filters.write_file(path, int(random.integers(2, 400)), random, libver)
    with h5py.File(path) as file:
        expected = {name: plain(dataset[...]) for key in ("obs", "obsm") for name, dataset in file[key].items()}
        keys = list(file["obsm"])
    rows = read(spark, path, keys).collect()
    expected["cell_id"] = expected.pop("_index")
    assert set(rows[0].asDict()) == set(expected)
    for name, values in expected.items():
        assert [row[name] for row in rows] == values, f"{name}, ATLASPROX_SEED={SEED}"


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"compression": "gzip"},
        {"compression": "gzip", "compression_opts": 9},
        {"compression": "lzf"},
        hdf5plugin.Zstd(clevel=5),
        hdf5plugin.LZ4(),
        hdf5plugin.Bitshuffle(),
    ],
    ids=["none", "gzip", "gzip_9", "lzf", "zstd", "lz4", "bitshuffle"],
)
def test_what_anndata_compresses(spark, adata, tmp_path, how):
    adata.obsm["X_table"] = pd.DataFrame(adata.obsm["X_pca"][:, :3], adata.obs_names, ["a", "b/c", "d"])
    adata.obsm["X_half"] = adata.obsm["X_pca"].astype("f2")
    adata.obsm["X_counts"] = adata.obsm["X_pca"].astype("i8")
    adata.obs["LIVE/DEAD"] = pd.Categorical(np.where(np.arange(adata.n_obs) % 3, "live", "dead"))
    adata.write_h5ad(tmp_path / "cells.h5ad", **how)
    adata = anndata.read_h5ad(tmp_path / "cells.h5ad")
    cells = read(spark, tmp_path / "cells.h5ad", list(adata.obsm)).toPandas()
    for key, array in adata.obsm.items():
        np.testing.assert_array_equal(np.stack(cells[key]), np.asarray(array))
    for column in adata.obs:
        assert cells[column].tolist() == adata.obs[column].tolist()


def test_too_many_columns_are_refused_in_words(spark, tmp_path):
    names = [f"c{i}" for i in range(15_000)]
    with h5py.File(tmp_path / "cells.h5ad", "w", libver="v110") as file:
        obs = file.create_group("obs")
        obs["_index"] = ["a"]
        for name in names:
            obs[name] = obs["_index"]
        obs.attrs.update({"_index": "_index", "column-order": np.array(names, h5py.string_dtype())})
    with pytest.raises(Exception, match="12,000 members are not read: save it with fewer columns"):
        read(spark, tmp_path / "cells.h5ad", ["X_pca"])
