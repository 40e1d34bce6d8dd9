"""Writes the small zarr stores of the tests, once for each version of anndata that this runs with.

    pip install "anndata>=0.12,<0.13" && python src/test/python/make_zarr_fixtures.py
    pip install "anndata>=0.11,<0.12" "zarr<3" mudata && python src/test/python/make_zarr_fixtures.py
    pip install "anndata>=0.13" && python src/test/python/make_zarr_fixtures.py    # Python 3.12 or later

All hold the same cells: cells.h5ad, and cells.json says what anndata reads of them; 0.12 writes both, the others check
that they read the same. Stores are zipped, being of many files. Of damaged.zip, a folder has what differs from the
whole store; an empty file stands for one that is gone.
"""

import importlib.metadata
import json
import shutil
import tempfile
import warnings
import zipfile
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import scipy.sparse
import zarr

FOLDER = Path(__file__).parent.parent / "resources" / "zarr"
VERSION = ".".join(importlib.metadata.version("anndata").split(".")[:2])
FIRST = "0.12"
N = 60

warnings.filterwarnings("ignore")
anndata.settings.allow_write_nullable_strings = True


def main():
    FOLDER.mkdir(exist_ok=True)
    if VERSION == FIRST:
        write_h5ad()
    if VERSION == "0.11":
        write_mudata()
        write_store("v2")
        return
    for version in (2, 3):
        anndata.settings.zarr_write_format = version
        write_store(f"v{version}")
    if VERSION == FIRST:
        write_inner()
        write_damaged()


# --- the cells


def obs():
    def text(values):
        return pd.Index(np.tile(np.array(values, object), N // 6))

    whole = np.tile([1, 2, 3, 4, 5, 120], N // 6)
    table = pd.DataFrame(
        {
            "donor": pd.Categorical(text(["d1", None, "d2", "d1", None, "d3"])),
            "stage": pd.Categorical(
                text(["late", "early", "late", "mid", "early", None]), ["early", "mid", "late"], ordered=True
            ),
            "plate": pd.Categorical([10, 20, 10, None, 30, 20] * (N // 6)),
            "dose": pd.Categorical([0.5, 1.5, None, 0.5, 0.5, 1.5] * (N // 6)),
            "treated": pd.Categorical([True, False, None, True, True, False] * (N // 6)),
            "unused": pd.Categorical([None] * N, ["a", "b"]),
            "n_int": pd.array([1, None, 3, 4, None, -6] * (N // 6), "Int64"),
            "n_small": pd.array([1, None, 3, 4, None, 6] * (N // 6), "UInt8"),
            "n_bool": pd.array([True, None, False, True, False, None] * (N // 6), "boolean"),
            "n_text": [f"t{i}" for i in range(N)],
            "note": [f"{i} {t}" for i, t in enumerate(["x", "", "naïve", "T細胞", "🧬", "long " * 20] * (N // 6))],
            "flag": [True, False, False, True, True, False] * (N // 6),
            "never": [False] * N,
            "real": [0.5, np.nan, np.inf, -np.inf, 1e300, -0.0] * (N // 6),
            "single": np.tile(np.array([0.1, 2, 3, 4, 5, np.nan], "f4"), N // 6),
            **{
                f"{kind}{8 * size}": whole.astype(f"{code}{size}")
                for kind, code in (("int", "i"), ("uint", "u"))
                for size in (1, 2, 4, 8)
            },
            "β cell, %.mt": np.arange(N) / 3,
        },
        index=pd.Index([f"cell_{i}" for i in range(N)], name="barcode"),
    )
    table["uint64"] = np.tile(np.array([0, 1, 2**63, 2**64 - 1, 5, 6], "u8"), N // 6)
    table["uint32"] = np.tile(np.array([0, 1, 2**31, 2**32 - 1, 5, 6], "u4"), N // 6)
    table["int64"] = np.tile(np.array([0, -1, 2**62, -(2**63), 5, 6], "i8"), N // 6)
    table["int8"] = np.tile(np.array([0, -128, 127, 3, 4, 5], "i1"), N // 6)
    return table


def points(d, dtype="f4", seed=0):
    return np.random.default_rng(seed).normal(size=(N, d)).astype(dtype)


def cells(more=()):
    table = pd.DataFrame(points(3), columns=["z", "PC2", "a"], index=obs().index)
    obsm = {
        "X_pca": points(5),
        "X_half": points(2, "f2"),
        "X_double": points(2, "f8"),
        "X_counts": np.arange(2 * N, dtype="i4").reshape(N, 2),
        "X_u64": np.full((N, 1), 2**64 - 1, "u8"),
        "X_table": table,
        "X_mixed": table.assign(z=np.arange(N)),
        **dict(more),
    }
    return anndata.AnnData(obs=obs(), obsm=obsm, uns={"batch_condition": ["donor", "stage"]})


N_TEXT = pd.array(["a", None, "", "é", "細胞", "f"] * (N // 6), "string")


def expected(group):
    table = anndata.io.read_elem(group["obs"])
    obsm = {key: anndata.io.read_elem(group["obsm"][key]) for key in sorted(group["obsm"])}
    return {
        "index": table.index.name,
        "cells": list(table.index.astype(str)),
        "columns": {name: values(table[name]) for name in table.columns},
        "obsm": {key: np.asarray(array).astype("f8").tolist() for key, array in obsm.items() if key != "X_sparse"},
        "batch": list(anndata.io.read_elem(group["uns/batch_condition"])),
    }


def values(column):
    """Missing values of categoricals and nullable arrays are None; NaN in an array of numbers is a number."""
    if column.dtype.kind == "f" and isinstance(column.dtype, np.dtype):
        return column.astype("f8").tolist()
    return [None if pd.isna(value) else plain(value) for value in column]


def plain(value):
    return value.item() if isinstance(value, np.generic) else value


def write_h5ad():
    import h5py

    path = FOLDER / "cells.h5ad"
    data = cells()
    with h5py.File(path, "w", libver="earliest") as file:
        for name, value in (("obs", data.obs), ("obsm", dict(data.obsm)), ("uns", dict(data.uns))):
            anndata.io.write_elem(file, name, value)
        anndata.io.write_elem(file["obs"], "n_text", N_TEXT)
        text = json.dumps(expected(file), ensure_ascii=False, indent=None)
    (FOLDER / "cells.json").write_text(text + "\n")


# --- the stores


def write_store(name):
    """As anndata writes it; then with chunks and shards that cut the cells, without metadata in one place."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.zarr"
        cells({"X_sparse": scipy.sparse.csr_matrix(points(3))}.items()).write_zarr(path)
        group = zarr.open_group(str(path), mode="r+", **({} if VERSION == "0.11" else {"use_consolidated": False}))
        anndata.io.write_elem(group["obs"], "n_text", N_TEXT)
        zarr.consolidate_metadata(group.store)
        check(path)
        pack(path, f"anndata_{VERSION}_{name}")
        for key in ("X_pca", "X_counts"):
            cut(group["obsm"], key, (25, 3), (50, 6))
        for key in ("real", "note", "flag"):
            cut(group["obs"], key, (7,), (21,))
        cut(group["obs"]["donor"], "codes", (16,), (32,))
        scattered(path)
        check(path)
        pack(path, f"anndata_{VERSION}_{name}_cut")


def cut(group, key, chunks, shards):
    array = group[key]
    if isinstance(array, zarr.Group):  # Texts of 0.13, which may all be missing.
        return cut(array, "values", chunks, shards)
    values, attributes = array[...], dict(array.attrs)
    del group[key]
    if VERSION == "0.11":
        made = group.create_dataset(
            key, data=values, chunks=chunks, **({"object_codec": array.filters[0]} if values.dtype == object else {})
        )
    else:
        made = group.create_array(
            key,
            shape=values.shape,
            dtype=array.dtype,
            chunks=chunks,
            shards=shards if array.metadata.zarr_format == 3 else None,
            config={"write_empty_chunks": False},
        )
        made[...] = values
    made.attrs.update(attributes)
    return made


def scattered(path):
    """Metadata beside each array only."""
    (path / ".zmetadata").unlink(missing_ok=True)
    if (path / "zarr.json").exists():
        root = json.loads((path / "zarr.json").read_text())
        root.pop("consolidated_metadata", None)
        (path / "zarr.json").write_text(json.dumps(root))


def check(path):
    """What this version reads is what the first one read of the h5ad file."""
    found = expected(zarr.open_group(str(path), mode="r"))
    assert json.dumps(found) == json.dumps(json.loads((FOLDER / "cells.json").read_text())), path


def pack(path, name):
    with zipfile.ZipFile(FOLDER / f"{name}.zip", "w") as archive:
        for file, text in files(path).items():
            archive.writestr(zipfile.ZipInfo(file), text, zipfile.ZIP_DEFLATED)


def write_mudata():
    import mudata

    small = anndata.AnnData(obs=obs()[["stage"]], obsm={"X_pca": points(2)})
    both = mudata.MuData({"rna": small, "prot": small.copy()})
    both.write_h5mu(FOLDER / "cells.h5mu")
    with tempfile.TemporaryDirectory() as folder:
        both.write_zarr(Path(folder) / "cells.zarr")
        pack(Path(folder) / "cells.zarr", "mudata_v2")


def write_inner():
    """The layout of SpatialData: tables within a group of them, beside shapes and images."""
    small = anndata.AnnData(
        obs=obs()[["donor"]], obsm={"X_pca": points(2)}, uns={"spatialdata_attrs": {"region": "cells"}}
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.zarr"
        root = zarr.create_group(str(path), zarr_format=3)
        root.attrs["spatialdata_attrs"] = {"version": "0.2"}
        for name in ("images", "shapes", "tables"):
            root.create_group(name)
        for name in ("table", "nuclei"):
            anndata.io.write_elem(root["tables"], name, small)
            root["tables"][name].attrs["spatialdata-encoding-type"] = "ngff:regions_table"
        zarr.consolidate_metadata(root.store)
        pack(path, "spatialdata_v3")


# --- stores that lack something, or claim it


def write_damaged():
    def remove(*names):
        def damage(path):
            for name in names:
                target = path / name
                shutil.rmtree(target) if target.is_dir() else target.unlink()

        return damage

    def edit(name, **members):
        def damage(path):
            text = json.loads((path / name).read_text())
            text.update(members)
            (path / name).write_text(json.dumps(text))

        return damage

    def attributes(name, **members):
        def damage(path):
            text = json.loads((path / name / "zarr.json").read_text())
            text["attributes"].update(members)
            (path / name / "zarr.json").write_text(json.dumps(text))

        return damage

    def grid(*shape):
        return {"name": "regular", "configuration": {"chunk_shape": shape}}

    broken = {
        "missing_chunk": remove("obsm/X_pca/c/1/0"),
        "missing_cells": remove("obsm/X_pca/c"),
        "missing_codes": remove("obs/donor/codes/c/0"),
        "missing_index": remove("obs/barcode/c"),
        "missing_categories": remove("obs/donor/categories/c"),
        "no_obs": remove("obs"),
        "no_index": remove("obs/barcode"),
        "no_column": remove("obs/age"),
        "no_codes": remove("obs/donor/codes"),
        "no_mask": remove("obs/n_int/mask"),
        "no_metadata": remove("zarr.json"),
        "column_leads_out": attributes("obs", **{"column-order": ["../../cells.zarr/obs/age"]}),
        "column_is_obs": attributes("obs", **{"column-order": ["/obs"]}),
        "column_is_root": attributes("obs", **{"column-order": ["/"]}),
        "the_same_column_twice": attributes("obs", **{"column-order": ["age", "age"]}),
        "column_encoding": attributes("obs/n_int", **{"encoding-type": "nullable-complex"}),
        "index_of_no_name": attributes("obs", _index=7),
        "claims_rows": edit("obs/barcode/zarr.json", shape=[10**12], chunk_grid=grid(10**12)),
        "claims_rows_in_chunks": edit("obs/barcode/zarr.json", shape=[10**12], chunk_grid=grid(1)),
        "claims_cells": edit("obsm/X_pca/zarr.json", shape=[2**60, 2], chunk_grid=grid(2**60, 2)),
        "claims_dimensions": edit("obsm/X_pca/zarr.json", shape=[8, 2**31], chunk_grid=grid(8, 2**31)),
        "claims_codes": edit("obs/donor/codes/zarr.json", shape=[10**12], chunk_grid=grid(10**12)),
        "claims_categories": edit("obs/donor/categories/zarr.json", shape=[10**9], chunk_grid=grid(10**9)),
        "fewer_codes": edit("obs/donor/codes/zarr.json", shape=[7]),
        "cells_in_three_dimensions": edit("obsm/X_pca/zarr.json", shape=[8, 1, 2], chunk_grid=grid(8, 1, 2)),
        "text_as_cells": edit("obsm/X_pca/zarr.json", data_type="string"),
        "code_too_large": lambda path: zarr.open_array(str(path / "obs/donor/codes"), mode="r+").set_basic_selection(
            3, 9
        ),
        "embedding_is_a_group": lambda path: shutil.copy(path / "obs/zarr.json", path / "obsm/X_pca/zarr.json"),
    }
    table = pd.DataFrame(
        {"donor": pd.Categorical(list("aabbabab")), "age": np.arange(1, 9), "n_int": pd.array([1, None] * 4, "Int64")},
        index=pd.Index([f"cell_{i}" for i in range(8)], name="barcode"),
    )
    small = anndata.AnnData(obs=table, obsm={"X_pca": points(2)[:8], "X_other": points(3)[:8]})
    with zipfile.ZipFile(FOLDER / "damaged.zip", "w") as archive, tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        small.write_zarr(whole)
        scattered(whole)
        cut_small(whole)
        for unused in ("layers", "obsp", "varm", "varp", "var", "uns", "X", "raw"):
            shutil.rmtree(whole / unused, ignore_errors=True)
        before = files(whole)
        for name, text in before.items():
            archive.writestr(zipfile.ZipInfo(f"whole/{name}"), text, zipfile.ZIP_DEFLATED)
        for damaged, damage in broken.items():
            path = Path(folder) / damaged
            shutil.copytree(whole, path)
            damage(path)
            after = files(path)
            for name in sorted(before.keys() | after.keys()):
                if before.get(name) != after.get(name):
                    archive.writestr(zipfile.ZipInfo(f"{damaged}/{name}"), after.get(name, b""), zipfile.ZIP_DEFLATED)


def files(path):
    return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


def cut_small(path):
    group = zarr.open_group(str(path), mode="r+", use_consolidated=False)
    cut(group["obsm"], "X_pca", (4, 2), None)
    cut(group["obs"]["donor"], "codes", (4,), None)


if __name__ == "__main__":
    main()
