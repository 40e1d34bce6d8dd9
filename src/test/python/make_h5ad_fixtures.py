"""Writes the small h5ad files of the tests, and what anndata itself reads from each of them.

    pip install "anndata>=0.12,<0.13"
    python src/test/python/make_h5ad_fixtures.py

Every readable x.h5ad but large.h5ad has an x.json: the obs index and columns, the obsm arrays and uns/batch_condition as anndata reads them.
The files of broken/ have none: each breaks one rule of the format.
"""

import json
import warnings
from pathlib import Path

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse

FOLDER = Path(__file__).parent.parent / "resources" / "h5ad"
BROKEN = FOLDER / "broken"

warnings.filterwarnings("ignore")
anndata.settings.allow_write_nullable_strings = True


def main():
    BROKEN.mkdir(parents=True, exist_ok=True)
    for old in [*FOLDER.glob("*.h5ad"), *FOLDER.glob("*.json"), *BROKEN.glob("*")]:
        old.unlink()
    write_readable()
    for path in sorted(FOLDER.glob("*.h5ad")):
        path.with_suffix(".json").write_text(json.dumps(expected(path), ensure_ascii=False, indent=1) + "\n")
    write_large()
    write_broken()
    for path in sorted(FOLDER.rglob("*.h5ad")):
        assert path.stat().st_size < 50_000, f"{path} is too large for the repository"


# --- what anndata reads


def expected(path):
    data = anndata.read_h5ad(path)
    columns = {name: values(data.obs[name]) for name in data.obs.columns}
    batch = data.uns.get("batch_condition", [])
    return {
        "index": data.obs.index.name or "cell_id",
        "cells": list(data.obs.index.astype(str)),
        "columns": columns,
        "obsm": {key: np.asarray(array).astype("f8").tolist() for key, array in data.obsm.items()},
        "batch": [batch] if isinstance(batch, str) else list(batch),
    }


def values(column):
    """Missing values of categoricals and nullable arrays are None; NaN in an array of numbers is a number."""
    if column.dtype.kind == "f" and isinstance(column.dtype, np.dtype):
        return column.astype("f8").tolist()
    return [None if pd.isna(value) else plain(value) for value in column]


def plain(value):
    return value.item() if isinstance(value, np.generic) else value


# --- files that can be read


def cells(n, **columns):
    return pd.DataFrame(columns, index=pd.Index([f"cell_{i}" for i in range(n)], name="barcode"))


def points(n, d, dtype="f4", seed=0):
    return np.random.default_rng(seed).normal(size=(n, d)).astype(dtype)


def made(obs, obsm, **uns):
    return anndata.AnnData(obs=obs, obsm=obsm, uns=uns)


def write_readable():
    write_encodings()
    write_compressed("lzf")
    write_compressed("gzip")
    write_column_chunks()
    write_lzf_corners()
    write_obsm_types()
    write_old_categories()
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


def write_old_categories():
    """The layout of anndata 0.7."""
    path = FOLDER / "old_categories.h5ad"
    made(cells(5, age=np.arange(5)), {"X_pca": points(5, 2)}).write_h5ad(path)
    with h5py.File(path, "r+") as file:
        obs = file["obs"]
        obs.attrs["encoding-version"] = "0.1.0"
        obs.attrs["column-order"] = np.array(["age", "donor"], dtype=h5py.string_dtype())
        categories = obs.create_dataset("__categories/donor", data=["d1", "d2"], dtype=h5py.string_dtype())
        categories.attrs["ordered"] = False
        codes = obs.create_dataset("donor", data=np.array([0, 1, -1, 0, 1], "i1"))
        codes.attrs["categories"] = categories.ref
        for name in ("barcode", "age"):
            for attribute in ("encoding-type", "encoding-version"):
                del obs[name].attrs[attribute]


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


# --- files that cannot


def write_broken():
    for name, damage in DAMAGES.items():
        path = BROKEN / f"{name}.h5ad"
        obs = cells(8, donor=pd.Categorical(list("aabbaabb")), age=np.arange(8))
        made(obs, {"X_pca": points(8, 3)}).write_h5ad(path)
        with h5py.File(path, "r+") as file:
            damage(file)
    whole = (FOLDER / "part_a.h5ad").read_bytes()
    (BROKEN / "truncated.h5ad").write_bytes(whole[: len(whole) // 2])
    (BROKEN / "damaged.h5ad").write_bytes(whole[:3000] + bytes(len(whole) - 3000))
    (BROKEN / "not_hdf5.h5ad").write_text("cell,PC_1\n")


def drop(*names):
    def damage(file):
        for name in names:
            del file[name]

    return damage


def put(name, array):
    def damage(file):
        if name in file:
            del file[name]
        file[name] = array

    return damage


def external(name):
    def damage(file):
        del file[name]
        file[name] = h5py.ExternalLink("../part_a.h5ad", "/" + name)

    return damage


def soft_over_external(file):
    file["elsewhere"] = h5py.ExternalLink("../part_a.h5ad", "/")
    del file["obs"]
    file["obs"] = h5py.SoftLink("/elsewhere/obs")


def old_table(file):
    del file["obs"]
    file["obs"] = np.array([(b"c1", 1)], dtype=[("index", "S2"), ("age", "i4")])


def sparse(file):
    del file["obsm/X_pca"]
    anndata.io.write_elem(file["obsm"], "X_pca", scipy.sparse.csr_matrix(points(8, 3)))


def table(file):
    del file["obsm/X_pca"]
    anndata.io.write_elem(file["obsm"], "X_pca", cells(8, a=np.arange(8.0)))


def unknown_encoding(file):
    del file["obs/age"]
    file["obs"].create_group("age").attrs["encoding-type"] = "nullable-imaginary"


def old_categories_lost(file):
    del file["obs/age"]
    codes = file["obs"].create_dataset("age", data=np.zeros(8, "i1"))
    codes.attrs["categories"] = file["obs/donor/categories"].ref


def compound(file):
    del file["obs/age"]
    file["obs/age"] = np.zeros(8, dtype=[("years", "i4"), ("months", "i4")])


def same_name(file):
    file["obs"].copy("age", "X_pca")
    file["obs"].attrs["column-order"] = np.array(["donor", "age", "X_pca"], dtype=h5py.string_dtype())


DAMAGES = {
    "no_obs": drop("obs"),
    "no_obsm": drop("obsm"),
    "no_index": drop("obs/barcode"),
    "no_column": drop("obs/age"),
    "no_codes": drop("obs/donor/codes"),
    "obsm_rows": put("obsm/X_pca", points(7, 3)),
    "obsm_rank": put("obsm/X_pca", points(8, 1)[:, 0]),
    "obsm_width": put("obsm/X_pca", np.zeros((8, 0), "f4")),
    "obsm_integers": put("obsm/X_pca", np.zeros((8, 3), "i4")),
    "obsm_sparse": sparse,
    "obsm_table": table,
    "column_rows": put("obs/age", np.arange(5)),
    "column_rank": put("obs/age", np.zeros((8, 2))),
    "column_compound": compound,
    "column_encoding": unknown_encoding,
    "code_too_large": put("obs/donor/codes", np.array([0, 1, 0, 7, 0, 0, 0, 0], "i1")),
    "code_negative": put("obs/donor/codes", np.array([0, 1, -2, 0, 0, 0, 0, 0], "i1")),
    "codes_real": put("obs/donor/codes", np.zeros(8)),
    "old_categories_lost": old_categories_lost,
    "old_table": old_table,
    "same_name": same_name,
    "external_obs": external("obs"),
    "external_obsm": external("obsm/X_pca"),
    "external_column": external("obs/donor"),
    "soft_over_external": soft_over_external,
    "type_differs": put("obs/age", np.arange(8) / 2),
    "width_differs": put("obsm/X_pca", points(8, 4)),
}


if __name__ == "__main__":
    main()
