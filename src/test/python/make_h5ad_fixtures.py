"""Writes the small h5ad files of the tests, and what anndata itself reads from each of them.

    pip install "anndata>=0.12,<0.13" hdf5plugin
    python src/test/python/make_h5ad_fixtures.py

Every readable x.h5ad but large.h5ad and mixed.h5ad has an x.json: the obs index and columns, the obsm arrays and uns/batch_condition as anndata reads them.
The files of broken/ have none: each breaks one rule of the format, or needs what is not read. hdf5_filters.py makes filters/.
"""

import json

import anndata
import h5py
import hdf5plugin
import numpy as np
import pandas as pd
import scipy.sparse
from broken_h5ad import write_broken
from h5ad_parts import BROKEN, FOLDER, TEXT, cells, made, points, stored, table


def main():
    BROKEN.mkdir(parents=True, exist_ok=True)
    for old in [*FOLDER.glob("*.h5ad"), *FOLDER.glob("*.json"), *BROKEN.glob("*")]:
        old.unlink()
    write_readable()
    for path in sorted(FOLDER.glob("*.h5ad")):
        path.with_suffix(".json").write_text(json.dumps(expected(path), ensure_ascii=False, indent=1) + "\n")
    write_large()
    write_mixed()
    write_broken()
    for path in sorted([*FOLDER.glob("*.h5ad"), *BROKEN.glob("*.h5ad")]):
        assert path.stat().st_size < 50_000, f"{path} is too large for the repository"


# --- what anndata reads


def expected(path):
    with h5py.File(path) as file:
        obs = anndata.io.read_elem(file["obs"])
        batch = anndata.io.read_elem(file["uns"]).get("batch_condition", []) if "uns" in file else []
        obsm = dict(arrays(file["obsm"]))
    return {
        "index": obs.index.name or "cell_id",
        "cells": list(obs.index.astype(str)),
        "columns": {name: values(obs[name]) for name in obs.columns},
        "obsm": {key: np.asarray(array).astype("f8").tolist() for key, array in obsm.items()},
        "batch": [batch] if isinstance(batch, str) else list(batch),
    }


def arrays(group, path=""):
    """anndata 0.12 writes keys with slashes, but cannot read them again."""
    for name, item in group.items():
        if isinstance(item, h5py.Dataset) or "encoding-type" in item.attrs:
            yield path + name, anndata.io.read_elem(item)
        else:
            yield from arrays(item, path + name + "/")


def values(column):
    """Missing values of categoricals and nullable arrays are None; NaN in an array of numbers is a number."""
    if column.dtype.kind == "f" and isinstance(column.dtype, np.dtype):
        return column.astype("f8").tolist()
    return [None if pd.isna(value) else plain(value) for value in column]


def plain(value):
    return value.item() if isinstance(value, np.generic) else value


# --- files that can be read


def write_readable():
    write_encodings()
    write_compressed("lzf")
    write_compressed("gzip")
    write_column_chunks()
    write_lzf_corners()
    write_obsm_types()
    write_old_categories("old_categories", "donor")
    write_old_categories("old_slashes", "LIVE/DEAD")
    write_slashes()
    write_tables_and_integers()
    write_layouts()
    for part, seed in (("a", 1), ("b", 2)):
        obs = cells(8, donor=pd.Categorical([part] * 8), age=np.arange(8))
        made(obs, {"X_pca": points(8, 3, seed=seed)}).write_h5ad(FOLDER / f"part_{part}.h5ad")


def write_encodings():
    n = 6
    whole = [1, 2, 3, 4, 5, 120]
    obs = cells(
        n,
        donor=pd.Categorical(["d1", None, "d2", "d1", None, "d3"]),
        stage=pd.Categorical(["late", "early", "late", "mid", "early", None], ["early", "mid", "late"], ordered=True),
        plate=pd.Categorical([10, 20, 10, None, 30, 20]),
        dose=pd.Categorical([0.5, 1.5, None, 0.5, 0.5, 1.5]),
        treated=pd.Categorical([True, False, None, True, True, False]),
        unused=pd.Categorical([None] * n, ["a", "b"]),
        n_int=pd.array([1, None, 3, 4, None, -6], "Int64"),
        n_small=pd.array([1, None, 3, 4, None, 6], "UInt8"),
        n_bool=pd.array([True, None, False, True, False, None], "boolean"),
        n_text=list("abcdef"),
        note=["x", "", "naïve", "T細胞", "🧬", "long " * 20],
        flag=[True, False, False, True, True, False],
        real=[0.5, np.nan, np.inf, -np.inf, 1e300, -0.0],
        **{f"{kind}{8 * size}": np.array(whole, f"{code}{size}") for kind, code in (("int", "i"), ("uint", "u"))
           for size in (1, 2, 4, 8)},
        single=np.array([0.1, 2, 3, 4, 5, np.nan], "f4"),
        **{"β cell, %.mt": np.arange(n) / 3},
    )
    obs["uint64"] = np.array([0, 1, 2**63, 2**64 - 1, 5, 6], "u8")
    obs["uint32"] = np.array([0, 1, 2**31, 2**32 - 1, 5, 6], "u4")
    obs["int64"] = np.array([0, -1, 2**62, -(2**63), 5, 6], "i8")
    obs["int8"] = np.array([0, -128, 127, 3, 4, 5], "i1")
    made(obs, {"X_pca": points(n, 4)}, batch_condition=["donor", "stage"]).write_h5ad(FOLDER / "encodings.h5ad")
    with h5py.File(FOLDER / "encodings.h5ad", "r+") as file:
        # AnnData would make a categorical of it, since a missing value counts as a repeated one.
        text = pd.array(["a", None, "", "é", "細胞", "f"], "string")
        anndata.io.write_elem(file["obs"], "n_text", text)
        assert file["obs/n_text"].attrs["encoding-type"] == "nullable-string-array"
        assert file["obs/note"].attrs["encoding-type"] == "string-array"
    repack(FOLDER / "encodings.h5ad", libver="earliest")


def write_compressed(how):
    n = 180
    obs = cells(
        n,
        donor=pd.Categorical(np.where(np.arange(n) < 100, "d1", "d2")),
        note=[f"note {i}" for i in range(n)],
        n_int=pd.array([None if i % 7 == 0 else i for i in range(n)], "Int64"),
        flag=np.arange(n) % 3 == 0,
    )
    rough = np.round(points(n, 5), 1)
    made(obs, {"X_pca": rough}, batch_condition="donor").write_h5ad(FOLDER / f"{how}.h5ad", compression=how)
    replace_obsm(FOLDER / f"{how}.h5ad", rough, chunks=(64, 2), compression=how, shuffle=True)
    repack(FOLDER / f"{how}.h5ad", libver="latest" if how == "gzip" else "earliest")


def write_column_chunks():
    """h5py's own choice of chunks for a tall array may be one column each."""
    obs = cells(40, donor=pd.Categorical(["d1", "d2"] * 20))
    obs.index.name = None
    path = FOLDER / "column_chunks.h5ad"
    made(obs, {"X_pca": points(40, 4)}).write_h5ad(path)
    replace_obsm(path, points(40, 4), chunks=(40, 1), compression="gzip")


def write_lzf_corners():
    """Chunks that LZF cannot shrink are stored as they are: random numbers, and a single string."""
    path = FOLDER / "lzf_corners.h5ad"
    n = 33
    made(cells(n, note=[f"note {i}" for i in range(n)], other=[f"{i}" for i in range(n)]),
         {"X_pca": points(n, 3)}).write_h5ad(path)
    replace_obsm(path, points(n, 3), chunks=(8, 3), compression="lzf")
    with h5py.File(path, "r+") as file:
        replace(file, "obs/note", file["obs/note"].asstr()[:], dtype=h5py.string_dtype(), chunks=(1,), compression="lzf")
        replace(file, "obs/other", file["obs/other"].asstr()[:], dtype=h5py.string_dtype(), chunks=(16,),
                compression="lzf", shuffle=True)
        assert file["obs/note"].id.get_chunk_info(0).filter_mask == 1
        assert file["obsm/X_pca"].id.get_chunk_info(0).filter_mask == 1


def write_obsm_types():
    obs = cells(7)
    obsm = {"X_pca": points(7, 3), "X_double": points(7, 2, "f8"), "X_half": points(7, 2, "f2"), "X_big": points(7, 2),
            "X_細胞": points(7, 1)}
    path = FOLDER / "several_keys.h5ad"
    made(obs, obsm).write_h5ad(path)
    with h5py.File(path, "r+") as file:
        replace(file, "obsm/X_big", points(7, 2), dtype=">f4")


def write_old_categories(name, column):
    """The layout of anndata 0.7."""
    path = FOLDER / f"{name}.h5ad"
    made(cells(5, age=np.arange(5)), {"X_pca": points(5, 2)}).write_h5ad(path)
    with h5py.File(path, "r+") as file:
        obs = file["obs"]
        obs.attrs["encoding-version"] = "0.1.0"
        obs.attrs["column-order"] = np.array(["age", column], dtype=TEXT)
        categories = obs.create_dataset(f"__categories/{column}", data=["d1", "d2"], dtype=TEXT)
        categories.attrs["ordered"] = False
        codes = obs.create_dataset(column, data=np.array([0, 1, -1, 0, 1], "i1"))
        codes.attrs["categories"] = categories.ref
        for name in ("barcode", "age"):
            for attribute in ("encoding-type", "encoding-version"):
                del obs[name].attrs[attribute]


def write_slashes():
    """HDF5 takes slashes for paths, empty parts and single dots for nothing, and two dots for a name."""
    path = FOLDER / "slashes.h5ad"
    n = 6
    obs = cells(
        n,
        **{"LIVE/DEAD": pd.Categorical(["live", "dead", None] * 2)},
        **{"one//two": pd.array([1, None, 3, 4, 5, 6], "Int64"), "a/b/c/d": np.arange(n), "./dot": [f"d{i}" for i in range(n)]},
        **{"up/../down": np.arange(n) / 2, "end/": np.arange(n) % 2 == 0, "/obs/from the root": np.arange(n, dtype="i1")},
    )
    made(obs, {"X_pca": points(n, 2), "pca/v2": points(n, 3), "pca/of/all": pd.DataFrame(points(n, 2), obs.index, ["x", "y"])}).write_h5ad(path)


def write_tables_and_integers():
    n = 6
    table = pd.DataFrame(points(n, 3), columns=["z", "PC/2", "a"], index=cells(n).index)
    obsm = {
        "X_pca": table,
        "X_small": table.assign(z=np.arange(n, dtype="i2"), a=points(n, 1, "f2")[:, 0]),
        "X_large": table.assign(z=np.arange(n, dtype="i4")),
        "X_doubles": table.astype("f8"),
        "X_counts": table.assign(z=2**53 + 1, a=np.full(n, 2**64 - 1, "u8")).astype({"PC/2": "i1"}),
        **{f"X_{kind}{8 * size}": integers(n, f"{kind}{size}") for kind in "iu" for size in (1, 2, 4, 8)},
    }
    path = FOLDER / "tables_and_integers.h5ad"
    made(cells(n), obsm).write_h5ad(path)
    with h5py.File(path, "r+") as file:
        replace(file, "obsm/X_i32", file["obsm/X_i32"][:], dtype=">i4")


def integers(n, dtype):
    limits = np.iinfo(dtype)
    return np.random.default_rng(0).integers(limits.min, limits.max, (n, 2), dtype, endpoint=True)


def write_layouts():
    """The same cells in the layouts that versions of HDF5 write, with links and attributes where large groups have them."""
    obs = cells(8, donor=pd.Categorical(list("aabbaabb")), note=[f"n{i}" for i in range(8)])
    data = made(obs, {"X_pca": points(8, 3)})
    many = {f"attribute_{i}": i for i in range(20)}
    for name, options in {
        **{libver: {"libver": libver} for libver in ("earliest", "v108", "v110")},
        "ordered": {"libver": "v110", "track_order": True},
        "user_block": {"libver": "v110", "userblock_size": 1024},
    }.items():
        path = FOLDER / f"layout_{name}.h5ad"
        with h5py.File(path, "w", **options) as file:
            for key, value in (("obs", data.obs), ("obsm", dict(data.obsm))):
                anndata.io.write_elem(file, key, value, dataset_kwargs={"compression": "gzip"})
                file[key].attrs.update(many)
            for i in range(20):
                file["obs"].create_group(f"unused_{i}")
    path = FOLDER / "layout_compact.h5ad"
    data.write_h5ad(path)
    with h5py.File(path, "r+") as file:
        for key in ("obs/donor/codes", "obs/note", "obsm/X_pca"):
            compact(file, key)


def compact(file, name):
    """Within the header of the dataset."""
    values, attributes = file[name][:], dict(file[name].attrs)
    dtype = file[name].id.get_type()
    del file[name]
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_layout(h5py.h5d.COMPACT)
    made = h5py.Dataset(h5py.h5d.create(file.id, name.encode(), dtype, h5py.h5s.create_simple(values.shape), plist))
    made[...] = values
    made.attrs.update(attributes)


def write_large():
    """Enough rows to be shared among tasks; strings of fixed length. Row i is called c and i in five digits, and holds i % 100 twice."""
    n = 20_000
    path = FOLDER / "large.h5ad"
    tiny = np.tile(np.arange(100, dtype="f4").reshape(100, 1), (n // 100, 2))
    made(cells(1), {"X_pca": points(1, 2)}).write_h5ad(path)
    with h5py.File(path, "r+") as file:
        del file["obs"], file["obsm/X_pca"]
        obs = file.create_group("obs")
        obs.attrs.update({"encoding-type": "dataframe", "encoding-version": "0.2.0", "_index": "_index"})
        obs.attrs["column-order"] = np.array([], dtype="f8")
        names = np.array([f"c{i:05d}" for i in range(n)], "S6")
        index = obs.create_dataset("_index", data=names, compression="gzip", compression_opts=9, shuffle=True)
        index.attrs.update({"encoding-type": "string-array", "encoding-version": "0.2.0"})
        array = file["obsm"].create_dataset("X_pca", data=tiny, chunks=(3000, 1), compression="gzip")
        array.attrs.update({"encoding-type": "array", "encoding-version": "0.2.0"})


def write_mixed():
    """Embeddings that are read, beside such that are not."""
    n = 60
    path = FOLDER / "mixed.h5ad"
    obs = cells(n, donor=pd.Categorical(["d1", "d2", "d3"] * 20), **{"LIVE/DEAD": pd.Categorical(["live", "dead"] * 30)})
    z = points(n, 3)
    table = pd.DataFrame(z, obs.index, ["PC1", "PC2", "PC3"])
    made(obs, {"X_pca": z, "X_table": table, "X_sparse": scipy.sparse.csr_matrix(z), "X_other": z}).write_h5ad(path)
    with h5py.File(path, "r+") as file:
        file["obsm/pca/v2"] = z
        stored("obsm/X_other", chunks=(20, 3), **hdf5plugin.Blosc())(file)
    repack(path, libver="earliest")


def replace_obsm(path, array, **storage):
    with h5py.File(path, "r+") as file:
        replace(file, "obsm/X_pca", array, **storage)


def repack(path, libver):
    """Leaves out what is empty or deleted."""
    packed = path.with_suffix(".packed")
    with h5py.File(path) as source, h5py.File(packed, "w", libver=libver) as target:
        target.attrs.update(source.attrs)
        for name in ("obs", "obsm", "uns", "var"):
            source.copy(name, target)
    packed.replace(path)


def replace(file, name, array, **storage):
    attributes = dict(file[name].attrs)
    del file[name]
    file.create_dataset(name, data=array, **storage).attrs.update(attributes)


if __name__ == "__main__":
    main()
