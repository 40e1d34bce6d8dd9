"""What the makers of h5ad fixtures share: where the files go, and small tables of cells."""

import warnings
from pathlib import Path

import anndata
import h5py
import numpy as np
import pandas as pd

FOLDER = Path(__file__).parent.parent / "resources" / "h5ad"
BROKEN = FOLDER / "broken"
TEXT = h5py.string_dtype()

warnings.filterwarnings("ignore")
anndata.settings.allow_write_nullable_strings = True


def cells(n, **columns):
    return pd.DataFrame(columns, index=pd.Index([f"cell_{i}" for i in range(n)], name="barcode"))


def points(n, d, dtype="f4", seed=0):
    return np.random.default_rng(seed).normal(size=(n, d)).astype(dtype)


def made(obs, obsm, **uns):
    return anndata.AnnData(obs=obs, obsm=obsm, uns=uns)


def table(**columns):
    def damage(file):
        del file["obsm/X_pca"]
        anndata.io.write_elem(file["obsm"], "X_pca", cells(8, **columns))

    return damage


def stored(name, dtype=None, **storage):
    def damage(file):
        values = file[name][:]
        del file[name]
        file.create_dataset(name, data=values.astype(dtype or values.dtype), **storage)

    return damage
