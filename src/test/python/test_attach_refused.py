"""What attach refuses of files and stores, of which it changes nothing then."""

import anndata
import h5py
import numpy as np
import pytest
import zarr

from atlasprox import BadDataError, _attach
from runs import write_run

IDS = [f"c{i}" for i in range(20)]

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def run(tmp_path):
    return write_run(tmp_path / "run", IDS, np.ones((20, 3), np.float32))


def cells():
    adata = anndata.AnnData(np.ones((20, 2), np.float32))
    adata.obs_names = IDS
    return adata


def test_no_other_file_is_written_through_a_link(run, tmp_path):
    cells().write_h5ad(store := tmp_path / "cells.h5ad")
    before = store.read_bytes()
    with h5py.File(tmp_path / "linked.h5ad", "w") as file, h5py.File(store) as linked:
        file["mod"] = h5py.ExternalLink(store, "/")
        linked.copy("obs", file)
        file["obsm"] = h5py.ExternalLink(store, "/obsm")
    for place in ["linked.h5ad", "linked.h5ad/mod"]:
        with pytest.raises(BadDataError, match=r"linked.h5ad has but a link to /.* of .*h5ad: name that file"):
            _attach.add(run, tmp_path / place)
    assert store.read_bytes() == before


@pytest.mark.parametrize("key", ["a/b", "a\\b", "..", ".zgroup", "__x", "zarr.json"])
def test_keys_that_are_no_names_on_disk(run, tmp_path, key):
    with pytest.raises(BadDataError, match="cannot be the name of an array on disk"):
        _attach.add(run, tmp_path, key=key)


def test_what_is_no_anndata_on_disk(run, tmp_path):
    told = {"none": "no such file or folder", "text": "cannot be read as h5ad", "folder": "is no zarr store"}
    (tmp_path / "text").write_text("text")
    (tmp_path / "folder").mkdir()
    for name, message in told.items():
        with pytest.raises(BadDataError, match=message):
            _attach.add(run, tmp_path / name)
    with pytest.raises(BadDataError, match="is no file of this machine"):
        _attach.add(run, "s3://bucket/cells.zarr")
    with h5py.File(tmp_path / "old.h5ad", "w") as file:
        anndata.io.write_elem(file, "obs", cells().obs)
        file["obsm"] = np.zeros(20, [("X_pca", "f4", 3)])
    with pytest.raises(BadDataError, match=r"anndata before 0\.7"):
        _attach.add(run, tmp_path / "old.h5ad")
    with h5py.File(tmp_path / "old.h5ad", "r+") as file:
        file["obs"].attrs["_index"] = "gone"
    with pytest.raises(BadDataError, match=r"old\.h5ad has no index"):
        _attach.add(run, tmp_path / "old.h5ad")
    (tmp_path / "folder" / "zarr.json").write_text("{")
    with pytest.raises(BadDataError, match="folder cannot be read as a group of zarr"):
        _attach.add(run, tmp_path / "folder")
    zarr.open_group(tmp_path / "empty", mode="w")
    with pytest.raises(BadDataError, match="holds no AnnData"):
        _attach.add(run, tmp_path / "empty")


@pytest.mark.parametrize("index", [np.bytes_(b"_ind\xe9x"), np.array([b"_index"]), 3])
def test_an_index_that_is_named_by_no_text(run, tmp_path, index):
    cells().write_h5ad(path := tmp_path / "cells.h5ad")
    with h5py.File(path, "r+") as file:
        file["obs"].attrs["_index"] = index
    before = path.read_bytes()
    with pytest.raises(BadDataError, match="has no index"):
        _attach.add(run, path)
    assert path.read_bytes() == before
