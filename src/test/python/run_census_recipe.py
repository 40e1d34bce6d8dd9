"""Runs the three blocks of docs/cellxgene.md on a synthetic export, and checks what comes out.

They run in a temporary folder, on the export of src/test/resources/census.

    pip install anndata pyarrow tiledbsoma        (Python 3.11 or later; was run with tiledbsoma 2.3.0)
    python src/test/python/run_census_recipe.py

The Census is played by a SOMA data frame on the local disk, and cellxgene_census by three functions that open it.
All else is as on the page.
"""

import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile
import types

import anndata
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import tiledbsoma

HOME = pathlib.Path(__file__).parents[3]
HIVE = ds.partitioning(pa.schema([("dataset_id", pa.string())]), flavor="hive")


def main():
    export = ds.dataset(HOME / "src/test/resources/census", partitioning=HIVE).to_table().sort_by("soma_joinid")
    out_of_the_census, correct, into_anndata = blocks((HOME / "docs/cellxgene.md").read_text())
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        play_census(export)
        exec(out_of_the_census, {})
        primary = export.filter(export["is_primary_data"])
        check_export(primary)
        command = ["bash", "-c", correct.replace("submit/", f"{HOME}/submit/")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        save_slice(primary)
        exec(into_anndata, {})
        check_slice(primary)
    print("the recipe ran, and every check held")


def blocks(page):
    """The code of the sections that come before the last."""
    for section in page.split("\n## ")[1:-1]:
        yield "\n".join(line[4:] for line in section.splitlines() if line.startswith("    ") or not line)


def play_census(export):
    obs = export.drop_columns("scvi").combine_chunks()
    domain = [(0, obs["soma_joinid"].to_numpy().max())]
    settings = {"index_column_names": ["soma_joinid"], "domain": domain}
    with tiledbsoma.DataFrame.create("obs", schema=obs.schema, **settings) as frame:
        frame.write(obs)
    rows = zip(export["soma_joinid"].to_pylist(), export["scvi"].to_pylist(), strict=True)
    embedding = {i: v for i, v in rows if v is not None}
    census = types.ModuleType("cellxgene_census")
    census.open_soma = lambda census_version: open_obs()
    census.experimental = types.ModuleType("cellxgene_census.experimental")
    census.experimental.get_embedding_metadata_by_name = lambda name, organism, version: {
        "census_version": version,
        "id": name,
    }
    none = [np.nan] * 6
    census.experimental.get_embedding = lambda version, uri, ids: np.array([embedding.get(i, none) for i in ids], "f4")
    sys.modules |= {"cellxgene_census": census, "cellxgene_census.experimental": census.experimental}


@contextlib.contextmanager
def open_obs():
    with tiledbsoma.open("obs") as obs:
        yield {"census_data": {"homo_sapiens": types.SimpleNamespace(obs=obs)}}


def check_export(primary):
    cells = ds.dataset("cells", partitioning=HIVE).to_table().sort_by("soma_joinid")
    assert os.listdir("cells") and all(name.startswith("dataset_id=") for name in os.listdir("cells"))
    for name in cells.column_names:
        if name != "scvi":
            assert cells[name].to_pylist() == primary[name].to_pylist(), name
    np.testing.assert_array_equal(matrix(cells["scvi"]), matrix(primary["scvi"]))


def save_slice(primary):
    """Every third cell in another order, and one that the output does not have."""
    ids = np.append(np.random.default_rng(1).permutation(primary["soma_joinid"].to_numpy()[::3]), 5)
    anndata.AnnData(obs=pd.DataFrame({"soma_joinid": ids}, index=ids.astype(str))).write_h5ad("slice.h5ad")


def check_slice(primary):
    corrected = ds.dataset("corrected", partitioning=HIVE).to_table().sort_by("soma_joinid")
    assert corrected["soma_joinid"].to_pylist() == primary["soma_joinid"].to_pylist()
    assert corrected["dataset_id"].to_pylist() == primary["dataset_id"].to_pylist()
    adata = anndata.read_h5ad("slice_corrected.h5ad")
    expected = pd.DataFrame(matrix(corrected["scvi_corrected"]), index=corrected["soma_joinid"].to_numpy())
    got = adata.obsm["scvi_corrected"]
    np.testing.assert_array_equal(got, expected.reindex(adata.obs["soma_joinid"]).to_numpy())
    without = np.isnan(matrix(primary["scvi"])).any(axis=1)
    assert np.isnan(expected.to_numpy()[without]).all() and np.isfinite(expected.to_numpy()[~without]).all()
    assert without.any() and np.isnan(got[-1]).all() and np.isfinite(got).any()
    assert (matrix(primary["scvi"])[~without] != expected.to_numpy()[~without]).any(axis=1).all()


def matrix(column):
    return np.array([[np.nan] * 6 if cell is None else cell for cell in column.to_pylist()], "f4")


if __name__ == "__main__":
    main()
