"""Writes small h5ad files that claim too much, lead in circles or out of the file, for the tests of what is refused.

    pip install h5py numpy
    python src/test/python/make_hostile_h5ad.py

Each is a whole file of eight cells (obs: barcode, donor, age; obsm: X_pca, 8 x 3) with one thing changed, named as
the file is.
"""

import zlib
from pathlib import Path

import h5py
import numpy as np

FOLDER = Path(__file__).parent.parent / "resources" / "h5ad" / "hostile"
TEXT = h5py.string_dtype()
CELLS = 8


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.h5ad"):
        old.unlink()
    for name, change in CHANGES.items():
        path = FOLDER / f"{name}.h5ad"
        with h5py.File(path, "w", libver="earliest") as file:
            write_cells(file)
            change(file)
        assert path.stat().st_size < 100_000, f"{path} is too large for the repository"


def write_cells(file):
    obs = file.create_group("obs")
    obs.attrs.update({"encoding-type": "dataframe", "encoding-version": "0.2.0", "_index": "barcode"})
    obs.attrs["column-order"] = np.array(["donor", "age"], dtype=TEXT)
    obs.create_dataset("barcode", data=[f"cell_{i}" for i in range(CELLS)], dtype=TEXT)
    obs.create_dataset("age", data=np.arange(CELLS))
    donor = obs.create_group("donor")
    donor.attrs.update({"encoding-type": "categorical", "encoding-version": "0.2.0", "ordered": False})
    donor.create_dataset("codes", data=np.array([0, 0, 1, 1] * 2, "i1"))
    donor.create_dataset("categories", data=["a", "b"], dtype=TEXT)
    file.create_group("obsm").create_dataset("X_pca", data=points(CELLS, 3))


def points(n, d):
    return np.random.default_rng(0).normal(size=(n, d)).astype("f4")


# --- circles, and ways out of the file


def hard_link(name, target):
    def change(file):
        if name in file:
            del file[name]
        file[name] = file[target]

    return change


def soft_link(name, target):
    def change(file):
        del file[name]
        file[name] = h5py.SoftLink(target)

    return change


def external_storage(file):
    del file["obsm/X_pca"]
    file["obsm"].create_dataset("X_pca", (CELLS, 3), "f4", external=[("../part_a.h5ad", 0, 4 * 3 * CELLS)])


def virtual(file):
    del file["obsm/X_pca"]
    layout = h5py.VirtualLayout(shape=(CELLS, 3), dtype="f4")
    layout[:] = h5py.VirtualSource("../part_a.h5ad", "obsm/X_pca", shape=(CELLS, 3))
    file["obsm"].create_virtual_dataset("X_pca", layout)


# --- claims


def claims(name, shape, dtype, chunks, **storage):
    """A dataset of which nothing is written."""

    def change(file):
        del file[name]
        file.create_dataset(name, shape, dtype, chunks=chunks, **storage)

    return change


def many_categories(file):
    """All written, as it compresses so well: more than a small heap holds."""
    del file["obs/donor/categories"]
    file.create_dataset(
        "obs/donor/categories",
        data=np.zeros(4_000_000, "i1"),
        chunks=(4_000_000,),
        compression="gzip",
        compression_opts=9,
    )


def swollen_chunk(file):
    """A chunk of 96 bytes that inflates to 64 million."""
    del file["obsm/X_pca"]
    array = file["obsm"].create_dataset("X_pca", (CELLS, 3), "f4", chunks=(CELLS, 3), compression="gzip")
    array.id.write_direct_chunk((0, 0), zlib.compress(bytes(64_000_000), 9))


def many_batch_columns(file):
    uns = file.create_group("uns")
    names = uns.create_dataset("batch_condition", (10**9,), "S8", chunks=(1000,), compression="gzip")
    names[:1000] = b"donor"


# --- shapes


def put(name, array, **storage):
    def change(file):
        if name in file:
            del file[name]
        file.create_dataset(name, data=array, **storage)

    return change


def order(*names):
    def change(file):
        file["obs"].attrs["column-order"] = np.array(names, dtype=TEXT)

    return change


def names_that_differ_in_case(file):
    file["obs"].copy("donor", "Donor")
    order("donor", "Donor", "age")(file)


def comma_in_a_key(file):
    file["obsm"].move("X_pca", "X,pca")


CHANGES = {
    "column_is_root": hard_link("obs/donor", "/"),
    "column_is_obs": hard_link("obs/donor", "obs"),
    "column_holds_itself": hard_link("obs/donor/codes", "obs/donor"),
    "categories_hold_themselves": hard_link("obs/donor/categories", "obs/donor"),
    "obsm_holds_itself": hard_link("obsm/X_pca", "obsm"),
    "obs_is_root": hard_link("obs", "/"),
    "soft_link_to_parent": soft_link("obs/donor", "/obs"),
    "soft_link_to_itself": soft_link("obs/donor", "/obs/donor"),
    "external_storage": external_storage,
    "virtual": virtual,
    "claims_categories": claims("obs/donor/categories", (10**9,), "S8", (1000,)),
    "claims_texts": claims("obs/donor/categories", (10**9,), TEXT, (1000,)),
    "claims_packed_categories": claims("obs/donor/categories", (10**9,), "i1", (10**6,), compression="gzip"),
    "claims_codes": claims("obs/donor/codes", (10**12,), "i1", (1000,)),
    "claims_rows": claims("obs/barcode", (10**12,), TEXT, (1000,)),
    "claims_dimensions": claims("obsm/X_pca", (CELLS, 2**31 + 5), "f4", (1, 1000)),
    "claims_cells": claims("obsm/X_pca", (2**40, 2**22), "f4", (1, 1000)),
    "claims_a_chunk": claims("obsm/X_pca", (CELLS, 3 * 10**7), "f4", (CELLS, 3 * 10**7), compression="gzip"),
    "many_categories": many_categories,
    "swollen_chunk": swollen_chunk,
    "many_batch_columns": many_batch_columns,
    "text_in_two_dimensions": put("obs/age", [["a", "b"]] * CELLS, dtype=TEXT),
    "codes_in_two_dimensions": put("obs/donor/codes", np.zeros((CELLS, 2), "i1")),
    "text_alone": put("obs/age", "eight"),
    "nothing_at_all": put("obs/age", h5py.Empty("f4")),
    "cells_in_three_dimensions": put("obsm/X_pca", np.zeros((CELLS, 3, 2), "f4")),
    "fewer_codes": put("obs/donor/codes", np.zeros(CELLS - 1, "i1")),
    "the_same_column_twice": order("donor", "donor", "age"),
    "names_that_differ_in_case": names_that_differ_in_case,
    "comma_in_a_key": comma_in_a_key,
}


if __name__ == "__main__":
    main()
