"""Writes the small h5ad files of the tests, and what anndata itself reads from each of them.

    pip install "anndata>=0.12,<0.13" hdf5plugin
    python src/test/python/make_h5ad_fixtures.py

Every readable x.h5ad but large.h5ad and mixed.h5ad has an x.json: the obs index and columns, the obsm arrays and uns/batch_condition as anndata reads them.
The files of broken/ have none: each breaks one rule of the format, or needs what is not read. hdf5_filters.py makes filters/.
"""

import json
import warnings
from pathlib import Path

import anndata
import h5py
import hdf5plugin
import numpy as np
import pandas as pd
import scipy.sparse

FOLDER = Path(__file__).parent.parent / "resources" / "h5ad"
BROKEN = FOLDER / "broken"
TEXT = h5py.string_dtype()

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


# --- files that cannot


def write_broken():
    for name, damage in DAMAGES.items():
        path = BROKEN / f"{name}.h5ad"
        obs = cells(8, donor=pd.Categorical(list("aabbaabb")), age=np.arange(8))
        made(obs, {"X_pca": points(8, 3)}).write_h5ad(path)
        with h5py.File(path, "r+") as file:
            damage(file)
    for libver in ("v112", "latest"):
        with h5py.File(BROKEN / f"layout_{libver}.h5ad", "w", libver=libver) as file:
            obs = cells(8, donor=pd.Categorical(list("aabbaabb")))
            anndata.io.write_elem(file, "/", made(obs, {"X_pca": points(8, 3)}), dataset_kwargs={"compression": "gzip"})
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


def table(**columns):
    def damage(file):
        del file["obsm/X_pca"]
        anndata.io.write_elem(file["obsm"], "X_pca", cells(8, **columns))

    return damage


def table_rows(file):
    table(a=np.arange(8.0), b=np.arange(8.0))(file)
    put("obsm/X_pca/b", np.arange(7.0))(file)


def stored(name, dtype=None, **storage):
    def damage(file):
        values = file[name][:]
        del file[name]
        file.create_dataset(name, data=values.astype(dtype or values.dtype), **storage)

    return damage


def then(first, second):
    def damage(file):
        first(file)
        second(file)

    return damage


def unknown_filter(file):
    del file["obsm/X_pca"]
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_chunk((8, 3))
    plist.set_filter(31999, h5py.h5z.FLAG_OPTIONAL)
    h5py.h5d.create(file.id, b"obsm/X_pca", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((8, 3)), plist)


def nullable_with_nbit(file):
    del file["obs/age"]
    anndata.io.write_elem(file["obs"], "age", pd.array([1, None] * 4, "Int64"))
    mask = file["obs/age/mask"][:]
    del file["obs/age/mask"]
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_chunk((4,))
    plist.set_filter(h5py.h5z.FILTER_NBIT)
    h5py.h5d.create(file.id, b"obs/age/mask", h5py.h5t.STD_I8LE, h5py.h5s.create_simple((8,)), plist)
    file["obs/age/mask"][...] = mask.astype("i1")


def table_with_zfp(file):
    table(a=np.arange(8.0), b=np.arange(8.0))(file)
    stored("obsm/X_pca/b", chunks=(4,), **hdf5plugin.Zfp(reversible=True))(file)


def chunks_missing(file):
    del file["obs/age"]
    age = file["obs"].create_dataset("age", (8,), "i4", chunks=(2,), fillvalue=7, compression="gzip")
    age[:4] = 1


def chunk_changed(at, how):
    """One bit of a byte of the only chunk."""

    def damage(file):
        del file["obsm/X_pca"]
        array = file["obsm"].create_dataset("X_pca", data=points(8, 3), chunks=(8, 3), **how)
        mask, chunk = array.id.read_direct_chunk((0, 0))
        array.id.write_direct_chunk((0, 0), chunk[:at] + bytes([chunk[at] ^ 1]) + chunk[at + 1 :], mask)

    return damage


def of_type(name, made):
    """Of a number's type that NumPy has not."""

    def damage(file):
        shape = file[name].shape
        del file[name]
        h5py.h5d.create(file.id, name.encode(), made, h5py.h5s.create_simple(shape), dcpl=early())

    return damage


def early():
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    return plist


def twelve_bits():
    made = h5py.h5t.STD_I16LE.copy()
    made.set_precision(12)
    return made


def google_half():
    made = h5py.h5t.IEEE_F16LE.copy()
    made.set_fields(15, 7, 8, 0, 7)
    made.set_ebias(127)
    return made


def slash_over_link(file):
    file["elsewhere/DEAD"] = file["obs/age"]
    file["obs/LIVE"] = h5py.SoftLink("/elsewhere")
    file["obs"].attrs["column-order"] = np.array(["donor", "LIVE/DEAD"], dtype=h5py.string_dtype())


def slash_of_nothing(file):
    file["obs"].attrs["column-order"] = np.array(["donor", "age/of/death"], dtype=h5py.string_dtype())


def obsm_folder(file):
    file["obsm"].move("X_pca", "v2")
    file["obsm"].create_group("X_pca")
    file["obsm"].move("v2", "X_pca/v2")
def latin_text(file):
    del file["obs/age"]
    file["obs"].create_dataset("age", data=[b"x", b"\xe9"] * 4, dtype=h5py.string_dtype("ascii"))


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
    "obsm_booleans": put("obsm/X_pca", np.zeros((8, 3), bool)),
    "obsm_complex": put("obsm/X_pca", np.zeros((8, 3), "c8")),
    "obsm_text": put("obsm/X_pca", np.full((8, 3), b"1.5")),
    "obsm_long_doubles": put("obsm/X_pca", np.zeros((8, 3), "g")),
    "obsm_google_half": of_type("obsm/X_pca", google_half()),
    "obsm_folder": obsm_folder,
    "obsm_sparse": sparse,
    "table_text": table(a=np.arange(8.0), b=list("abcdefgh")),
    "table_categorical": table(a=np.arange(8.0), b=pd.Categorical([1, 2] * 4)),
    "table_booleans": table(b=np.arange(8) % 2 == 0),
    "table_nullable": table(b=pd.array([1, None] * 4, "Int64")),
    "table_of_nothing": table(),
    "table_rows": table_rows,
    "text_of_one_length": put("obs/age", np.array([b"x"] * 6 + [b"\xe9", b"\xe8"])),
    "text_of_any_length": latin_text,
    "column_12_bits": of_type("obs/age", twelve_bits()),
    "slash_over_link": slash_over_link,
    "slash_of_nothing": slash_of_nothing,
    "chunks_missing": chunks_missing,
    "chunk_against_checksum": chunk_changed(50, {"fletcher32": True}),
    "chunk_not_gzip": chunk_changed(50, {"compression": "gzip"}),
    "chunk_not_zstd": chunk_changed(0, hdf5plugin.Zstd()),
    "filter_obsm_scaleoffset": stored("obsm/X_pca", chunks=(4, 3), scaleoffset=3),
    "filter_obsm_blosc2": stored("obsm/X_pca", chunks=(4, 3), **hdf5plugin.Blosc2()),
    "filter_obsm_unknown": unknown_filter,
    "filter_column_blosc": stored("obs/age", chunks=(4,), **hdf5plugin.Blosc()),
    "filter_codes_bzip2": stored("obs/donor/codes", chunks=(4,), **hdf5plugin.BZip2()),
    "filter_categories_blosc": then(put("obs/donor/categories", np.array([7, 9])), stored("obs/donor/categories", chunks=(2,), **hdf5plugin.Blosc())),
    "filter_mask_nbit": nullable_with_nbit,
    "filter_table_zfp": table_with_zfp,
    "filter_index_blosc": stored("obs/barcode", "S6", chunks=(4,), **hdf5plugin.Blosc()),
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
