"""Writes the h5ad files of broken/, each of which breaks one rule of the format, or needs what is not read."""

import anndata
import h5py
import hdf5plugin
import numpy as np
import pandas as pd
import scipy.sparse
from h5ad_parts import BROKEN, FOLDER, cells, made, points, stored, table


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


def table_rows(file):
    table(a=np.arange(8.0), b=np.arange(8.0))(file)
    put("obsm/X_pca/b", np.arange(7.0))(file)


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
