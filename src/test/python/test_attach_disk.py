"""The corrected embedding of a run in h5ad files and zarr stores: nothing but the one key changes, killed or not."""

import json
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import anndata
import h5py
import numpy as np
import pandas as pd
import pytest
import zarr

from atlasprox import BadDataError, _attach
from atlasprox._attach import staging
from kills import attach_until
from runs import NAME, write_run

IDS = [f"c{i}" for i in range(20)]
X = np.random.default_rng(0).normal(size=(20, 3)).astype(np.float32)
METADATA = {"zarr.json", ".zmetadata"}
KINDS = ["h5ad", "zarr2", "zarr3", "zarr2 alone", "zarr3 alone", "zarr3 within", "zarr2 within"]

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return write_run(tmp_path_factory.mktemp("run") / "run", IDS[::-1], X[::-1])


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The same cells in each kind; "alone" is without consolidated metadata, "within" a table of a larger store."""
    folder = tmp_path_factory.mktemp("stores")
    return {kind: write_cells(folder / kind.replace(" ", "_"), kind) for kind in KINDS}


@pytest.fixture(params=KINDS)
def store(request, stores, tmp_path):
    """A fresh copy of a kind."""
    return fresh(stores[request.param], tmp_path)


@pytest.fixture(autouse=True)
def synced(monkeypatch):
    """How many files and folders are to be on disk for sure, which a busy disk takes its time for."""
    files = []
    monkeypatch.setattr(os, "fsync", files.append)
    return files


def cells():
    obs = pd.DataFrame({"type": pd.Categorical(["a", "b"] * 10), "n": np.arange(20)}, index=IDS)
    adata = anndata.AnnData(np.arange(40, dtype=np.float32).reshape(20, 2), obs)
    adata.obsm.update({"A": np.ones((20, 2)), "Z": pd.DataFrame({"x": range(20)}, index=IDS)})
    adata.layers["counts"] = adata.X.copy()
    adata.uns["colors"] = np.array(["red", "blue"], object)
    return adata


def write_cells(path, kind):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if kind == "h5ad":
            cells().write_h5ad(path, compression="gzip")
            return path
        version = int(kind[4])
        anndata.settings.zarr_write_format = version
        if kind.endswith("within"):
            root = zarr.open_group(path, mode="w", zarr_format=version)
            for table in ["other", "table"]:
                anndata.io.write_elem(root.require_group("tables"), table, cells())
            zarr.consolidate_metadata(path, path="tables/table")
            zarr.consolidate_metadata(path)
            return path / "tables" / "table"
        cells().write_zarr(path)
        if kind.endswith("alone"):
            forget_metadata(path)
    return path


def forget_metadata(path):
    if (path / ".zmetadata").exists():
        return (path / ".zmetadata").unlink()
    content = json.loads((path / "zarr.json").read_text())
    del content["consolidated_metadata"]
    (path / "zarr.json").write_text(json.dumps(content))


def whole(store):
    """The file, or the folder of which a store within is a part."""
    return store.parent.parent if store.parent.name == "tables" else store


def fresh(store, folder):
    shutil.rmtree(folder / "cells", ignore_errors=True)
    copy = folder / "cells" / whole(store).name
    copy.parent.mkdir()
    shutil.copy(store, copy) if store.is_file() else shutil.copytree(whole(store), copy)
    return copy / store.relative_to(whole(store))


def read(store):
    return anndata.read_h5ad(store) if store.is_file() else anndata.read_zarr(store)


def content(store, key=NAME):
    """All that is in it but a key of obsm, to the byte; of consolidated metadata what they mean."""
    return h5_content(store, key) if store.is_file() else zarr_content(whole(store), key)


def h5_content(file, key):
    found = {}

    def add(name, node):
        if name.startswith(f"obsm/{key}"):
            return
        found[name] = [(at, repr(value)) for at, value in sorted(node.attrs.items())]
        if isinstance(node, h5py.Dataset):
            found[name] += [node.dtype, node.shape, node.chunks, node.compression, repr(node[()])]
        else:
            found[name] += [[child for child in node if child != key]]

    with h5py.File(file) as cells:
        add("", cells)
        cells.visititems(add)
    return found


def zarr_content(folder, key):
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and f"/obsm/{key}/" not in str(file)]
    return {file: meaning(file, key) if file.name in METADATA else stamped(file) for file in files}


def meaning(file, key):
    known = json.loads(file.read_text())
    nodes = (known if file.name == ".zmetadata" else known.get("consolidated_metadata", {})).get("metadata", {})
    for name in [name for name in nodes if f"/obsm/{key}/" in f"/{name}/"]:
        del nodes[name]
    return json.dumps(known), file.stat().st_mode


def stamped(file):
    return file.read_bytes(), file.stat().st_mtime_ns


def leftovers(store):
    return [path for path in whole(store).parent.iterdir() if path != whole(store)]


def test_the_key_and_nothing_else(run, store, synced):
    before = content(store)
    told = _attach.add(run, store)
    assert len(synced) >= 2
    assert str(told).startswith(f"{NAME}: 20 cells matched by id, 0 missing")
    assert content(store) == before
    adata = read(store)
    assert adata.obsm[NAME].dtype == np.float32
    np.testing.assert_array_equal(adata.obsm[NAME], X)
    assert sorted(adata.obsm) == sorted(["A", NAME, "Z"])
    assert not leftovers(store)


def test_the_encoding_is_that_of_anndata(run, store):
    _attach.add(run, store, key="one")
    kept = h5py.File(store) if store.is_file() else zarr.open_group(store, mode="r")
    assert dict(kept["obsm/one"].attrs) == {"encoding-type": "array", "encoding-version": "0.2.0"}
    if store.is_file():
        kept.close()


@pytest.mark.parametrize("kind", ["zarr3", "zarr2", "zarr3 within", "zarr2 within"])
def test_consolidated_metadata_are_as_zarr_makes_them(run, stores, kind, tmp_path):
    store = fresh(stores[kind], tmp_path)
    _attach.add(run, store)
    ours = members(whole(store))
    zarr.consolidate_metadata(whole(store))
    assert members(whole(store)) == ours
    assert any(name.endswith(f"obsm/{NAME}") for name in ours)


def members(store):
    return {name: str(node.metadata.to_dict()) for name, node in zarr.open_group(store, mode="r").members(None)}


def test_overwrite_replaces_whatever_is_there(run, store):
    before = content(store, "Z")
    with pytest.raises(BadDataError, match=r"has 'Z' in obsm already: .* overwrite=True"):
        _attach.add(run, store, key="Z")
    assert list(read(store).obsm["Z"]["x"]) == list(range(20))
    _attach.add(run, store, key="Z", overwrite=True)
    np.testing.assert_array_equal(read(store).obsm["Z"], X)
    assert content(store, "Z") == before
    assert not leftovers(store)


@pytest.mark.parametrize("kind", ["h5ad", "zarr3", "zarr2 alone"])
def test_what_does_not_match_changes_nothing(run, stores, kind, tmp_path):
    store = fresh(stores[kind], tmp_path)
    before = content(store, "none")
    lacking = write_run(tmp_path / "lacking", IDS[:5], X[:5])
    with pytest.raises(BadDataError, match="of 20 cells 15 are not in"):
        _attach.add(lacking, store)
    assert content(store, "none") == before
    _attach.add(lacking, store, missing="nan")
    assert np.isnan(read(store).obsm[NAME][5:]).all()


@pytest.mark.parametrize("kind", ["h5ad", "zarr2", "zarr3 alone", "zarr3 within"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_killed_run_leaves_it_as_it_was_or_whole(run, stores, kind, overwrite, tmp_path):
    killed, step = set(), 0
    while True:
        store = fresh(stores[kind], tmp_path)
        if overwrite:
            _attach.add(write_run(tmp_path / f"other{step}", IDS, X + 1), store)
        before = content(store)
        if attach_until(step, run, store, overwrite):
            break
        adata = read(store)
        state = "none" if NAME not in adata.obsm else "new" if (adata.obsm[NAME] == X).all() else "old"
        assert state != "old" or (adata.obsm[NAME] == X + 1).all()
        killed.add(state)
        assert content(store) == before
        assert adata.uns["colors"][0] == "red"
        _attach.add(run, store, overwrite=overwrite or state == "new")
        np.testing.assert_array_equal(read(store).obsm[NAME], X)
        assert not leftovers(store)
        step += 1
    assert step >= 4
    # Where metadata are consolidated, an array can only be replaced by way of none.
    assert killed == {
        "old" if overwrite else "none",
        "new",
        *(["none"] if "alone" not in kind and kind != "h5ad" else []),
    }


def test_an_array_that_the_metadata_do_not_know_is_not_replaced(run, stores, tmp_path):
    store = fresh(stores["zarr3"], tmp_path)
    shutil.copytree(store / "obsm/A", store / "obsm" / NAME)
    with pytest.raises(BadDataError, match="not in its consolidated metadata"):
        _attach.add(run, store)
    assert (store / "obsm" / NAME / "zarr.json").read_bytes() == (store / "obsm/A/zarr.json").read_bytes()


@pytest.mark.parametrize("kind", ["h5ad", "zarr2", "zarr3"])
def test_without_obsm(run, stores, kind, tmp_path):
    store = fresh(stores[kind], tmp_path)
    if store.is_file():
        with h5py.File(store, "r+") as file:
            del file["obsm"]
    else:
        shutil.rmtree(store / "obsm")
        zarr.consolidate_metadata(store)
    _attach.add(run, store)
    assert list(read(store).obsm) == [NAME]


@pytest.mark.parametrize("exchange", [True, False])
def test_links_and_rights_are_kept(run, stores, exchange, tmp_path, monkeypatch):
    if not exchange:
        monkeypatch.setattr(staging, "_exchange", lambda one, other: False)
    for kind in ["h5ad", "zarr3 alone"]:
        store = fresh(stores[kind], tmp_path)
        file = store if store.is_file() else store / "zarr.json"
        file.chmod(0o640)
        link = store.with_name("link")
        link.symlink_to(store)
        _attach.add(run, link)
        _attach.add(run, link, overwrite=True)
        assert link.is_symlink()
        assert file.stat().st_mode & 0o777 == 0o640
        np.testing.assert_array_equal(read(store).obsm[NAME], X)
        link.unlink()
        assert not leftovers(store)


def test_a_modality_within_a_file(run, stores, tmp_path):
    with h5py.File(stores["h5ad"]) as cells, h5py.File(tmp_path / "data.h5mu", "w") as file:
        cells.copy(cells["/"], file.create_group("mod"), "rna")
    with pytest.raises(BadDataError, match=r"data.h5mu holds no AnnData, as it has no obs.*data.h5mu/mod/rna"):
        _attach.add(run, tmp_path / "data.h5mu")
    _attach.add(run, tmp_path / "data.h5mu/mod/rna")
    with h5py.File(tmp_path / "data.h5mu") as file:
        np.testing.assert_array_equal(file["mod/rna/obsm"][NAME], X)


def test_no_program_opens_the_file_to_write_meanwhile(run, stores, tmp_path, monkeypatch):
    store = fresh(stores["h5ad"], tmp_path)
    copyfile, opened = shutil.copyfile, []

    def copy(one, other):
        code = "import h5py, sys; h5py.File(sys.argv[1], 'r+')"
        opened.append(subprocess.run([sys.executable, "-c", code, one], capture_output=True, text=True))
        copyfile(one, other)

    monkeypatch.setattr(shutil, "copyfile", copy)
    _attach.add(run, store)
    assert "unable to lock file" in opened[0].stderr
    np.testing.assert_array_equal(read(store).obsm[NAME], X)


def test_a_file_keeps_its_group_where_this_user_may_not_give_it_to_its_owner(run, stores, tmp_path, monkeypatch):
    given = []

    def chown(path, user, group):
        if user != -1:
            raise PermissionError
        given.append((Path(path).name, group))

    monkeypatch.setattr(os, "chown", chown)
    store = fresh(stores["h5ad"], tmp_path)
    _attach.add(run, store)
    assert given == [("h5ad", store.stat().st_gid)]


@pytest.mark.parametrize("kind", ["zarr2", "zarr3", "zarr3 within"])
def test_an_array_that_cannot_be_moved_leaves_the_old_one(run, stores, kind, tmp_path, monkeypatch):
    store = fresh(stores[kind], tmp_path)
    before = content(store, "none")

    def fail(staged, target):
        raise OSError("Invalid cross-device link")

    monkeypatch.setattr(staging, "place", fail)
    with pytest.raises(OSError, match="cross-device"):
        _attach.add(run, store, key="Z", overwrite=True)
    assert content(store, "none") == before
    assert list(read(store).obsm["Z"]["x"]) == list(range(20))
    assert not leftovers(store)


def test_metadata_of_what_is_no_longer_there_are_replaced(run, stores, tmp_path):
    store = fresh(stores["zarr3"], tmp_path)
    shutil.rmtree(store / "obsm" / "Z")
    _attach.add(run, store, key="Z", overwrite=True)
    assert [name for name in members(store) if name.startswith("obsm/Z")] == ["obsm/Z"]
    np.testing.assert_array_equal(read(store).obsm["Z"], X)


def test_a_folder_that_has_just_been_taken_away_is_not_locked(run, stores, tmp_path, monkeypatch):
    def lock(folder, how):
        staged.rmdir()
        staged.mkdir()

    store = fresh(stores["h5ad"], tmp_path)
    staged = store.with_name(f".{store.name}.atlasprox")
    monkeypatch.setattr(staging.fcntl, "flock", lock)
    with pytest.raises(BlockingIOError, match="another run is adding to it"):
        _attach.add(run, store)


def test_no_room_a_change_meanwhile_and_two_at_once(run, stores, tmp_path, monkeypatch):
    store = fresh(stores["h5ad"], tmp_path)
    before = store.read_bytes()
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1000))
    with pytest.raises(OSError, match=r"takes \d\.\d{3} GB until it is done, and 0\.000 GB are free"):
        _attach.add(run, store)
    monkeypatch.undo()
    with staging.staging(store), pytest.raises(BlockingIOError, match="another run is adding to it"):
        _attach.add(run, store)
    copyfile = shutil.copyfile
    monkeypatch.setattr(shutil, "copyfile", lambda one, other: (copyfile(one, other), os.utime(one, (1, 1))))
    with pytest.raises(OSError, match="was changed by another program meanwhile"):
        _attach.add(run, store)
    assert store.read_bytes() == before
    assert not leftovers(store)


def as_bytes(_, node):
    """What other writers than h5py make of HDF5's texts: each of one length."""
    for name, value in list(node.attrs.items()):
        texts = np.asarray(value)
        if texts.dtype == object or texts.dtype.kind == "U":
            node.attrs[name] = texts.astype("S")


@pytest.mark.parametrize("id_name", [None, "name"])
def test_attributes_may_be_bytes(run, tmp_path, id_name):
    adata = cells()
    adata.obs["name"] = pd.Categorical(IDS)
    adata.write_h5ad(path := tmp_path / "cells.h5ad")
    with h5py.File(path, "r+") as file:
        as_bytes(None, file["obs"])
        file["obs"].visititems(as_bytes)
        assert isinstance(file["obs"].attrs["_index"], bytes)
    _attach.add(run, path, id_name=id_name)
    np.testing.assert_array_equal(anndata.read_h5ad(path).obsm[NAME], X)
