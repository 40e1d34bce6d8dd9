"""The corrected embedding of a run in an AnnData: which cell gets which, and what is told."""

import logging

import anndata
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import write_deltalake

from atlasprox import BadDataError
from atlasprox._attach import run as runs_read
from atlasprox.anndata import attach
from conftest import H5AD
from runs import NAME, lists, write_run

IDS = [f"c{i}" for i in range(20)]
X = np.random.default_rng(0).normal(size=(20, 3)).astype(np.float32)


@pytest.fixture
def run(tmp_path):
    return write_run(tmp_path / "run", IDS, X)


def cells(ids, **obs):
    ids = list(map(str, ids))
    return anndata.AnnData(np.ones((len(ids), 2), np.float32), obs=pd.DataFrame(obs, index=ids))


def test_in_any_order_and_a_part_of_the_run(run, caplog):
    order = np.random.default_rng(1).permutation(20)[:15]
    adata = cells(np.array(IDS)[order])
    with caplog.at_level(logging.INFO, "atlasprox"):
        assert attach(adata, run) == (NAME, 15, 0, 5)
    assert caplog.messages == [f"{NAME}: 15 cells matched by id, 0 missing in the run, 5 of the run not in the AnnData"]
    assert adata.obsm[NAME].dtype == np.float32
    np.testing.assert_array_equal(adata.obsm[NAME], X[order])
    assert list(adata.obsm) == [NAME]


def test_many_slabs_are_as_one(run, monkeypatch):
    monkeypatch.setattr(runs_read, "_ROWS", 3)
    adata = cells(IDS[::-1])
    attach(adata, run, key="Z")
    np.testing.assert_array_equal(adata.obsm["Z"], X[::-1])


def test_cells_that_the_run_lacks(run):
    adata = cells(["new", *IDS[:4]])
    told = r"of 5 cells 1 are not in .*run, such as 'new'; 16 of the run are not among these .* missing='nan'"
    with pytest.raises(BadDataError, match=told):
        attach(adata, run)
    assert not adata.obsm
    assert attach(adata, run, missing="nan")[1:] == (4, 1, 16)
    assert np.isnan(adata.obsm[NAME][0]).all()
    np.testing.assert_array_equal(adata.obsm[NAME][1:], X[:4])
    with pytest.raises(ValueError, match="'drop'"):
        attach(cells(IDS), run, missing="drop")


def test_that_no_cell_matches_is_an_error_in_any_case(run):
    with pytest.raises(BadDataError, match=r"of 2 cells 2 are not in .*choose a column of ids by id="):
        attach(cells(["x", "y"]), run, missing="nan")


def test_a_key_that_is_there_stays(run):
    adata = cells(IDS)
    adata.obsm[NAME] = np.zeros((20, 1))
    with pytest.raises(BadDataError, match=f"'{NAME}' in obsm already.*overwrite=True"):
        attach(adata, run)
    assert adata.obsm[NAME].shape == (20, 1)
    attach(adata, run, overwrite=True)
    np.testing.assert_array_equal(adata.obsm[NAME], X)


@pytest.mark.parametrize("dtype", ["int64", "uint32", "Int64", "float64", "str", "category"])
def test_ids_in_a_column_that_the_run_names(tmp_path, dtype):
    run = write_run(tmp_path / "run", pa.array(range(100, 120)), X, id_name="soma_joinid")
    adata = cells(range(20), soma_joinid=pd.Series(range(119, 99, -1)).astype(dtype).to_numpy())
    adata.obs["soma_joinid"] = adata.obs["soma_joinid"].astype(dtype)
    attach(adata, run)
    np.testing.assert_array_equal(adata.obsm[NAME], X[::-1])


def test_cells_without_an_id_are_missing(tmp_path):
    run = write_run(tmp_path / "run", pa.array(range(20)), X, id_name="soma_joinid")
    adata = cells(range(3), soma_joinid=[4.0, np.nan, 2.0])
    with pytest.raises(BadDataError, match="such as a cell without an id"):
        attach(adata, run)
    attach(adata, run, missing="nan")
    np.testing.assert_array_equal(adata.obsm[NAME], [X[4], [np.nan] * 3, X[2]])


def test_an_index_that_merely_counts_is_not_taken_for_numbers(tmp_path):
    run = write_run(tmp_path / "run", pa.array(range(20)), X, id_name="soma_joinid")
    told = r"ids are the numbers of 'soma_joinid', which obs lacks: .* by id='soma_joinid'"
    with pytest.raises(BadDataError, match=told):
        attach(cells(range(5)), run)
    attach(given := cells(range(5)), run, id="soma_joinid")
    named = cells(range(5))
    named.obs.index.name = "soma_joinid"
    attach(named, run)
    for adata in [given, named]:
        np.testing.assert_array_equal(adata.obsm[NAME], X[:5])


def test_large_ids_are_not_rounded(tmp_path):
    first = 2**53
    run = write_run(tmp_path / "run", pa.array([first + 1, None, first + 2]), X[:3], id_name="n")
    attach(adata := cells(range(2), n=[first + 2, first + 1]), run)
    np.testing.assert_array_equal(adata.obsm[NAME], X[[2, 0]])
    with pytest.raises(BadDataError, match=f"of 1 cells 1 are not in .*, such as {first}; 3 of the run"):
        attach(cells(range(1), n=[first]), run, missing="nan")
    for rounded in [float(first + 2), np.inf]:
        with pytest.raises(BadDataError, match="of 1 cells 1 are not in"):
            attach(cells(range(1), n=[rounded]), run)


def test_a_column_that_the_user_names(tmp_path):
    run = write_run(tmp_path / "run", IDS, X, id_name=None)
    with pytest.raises(BadDataError, match="of a run without ids"):
        attach(cells(IDS), run)
    attach(by_index := cells(IDS), run, id="barcode")
    attach(by_column := cells(range(20), barcode=IDS), run, id="barcode")
    np.testing.assert_array_equal(by_index.obsm[NAME], X)
    np.testing.assert_array_equal(by_column.obsm[NAME], X)
    with pytest.raises(BadDataError, match=r"neither the run nor obs has a column 'none' of ids; .*barcode, batch"):
        attach(cells(IDS), run, id="none")
    with pytest.raises(BadDataError, match="the run has no column 'other'"):
        attach(cells(IDS, other=IDS), run, id="other")


def test_an_index_of_the_name_comes_before_a_column(run):
    adata = cells(IDS, cell_id=IDS[::-1])
    adata.obs.index.name = "cell_id"
    attach(adata, run)
    np.testing.assert_array_equal(adata.obsm[NAME], X)


@pytest.mark.filterwarnings("ignore:Observation names are not unique")
def test_ids_that_are_there_twice(run, tmp_path):
    with pytest.raises(BadDataError, match=r"1 of 3 ids in obs 'index' are there already, such as 'c1'"):
        attach(cells(["c1", "c2", "c1"]), run)
    doubled = write_run(tmp_path / "doubled", ["c1", "c2", "c1", "c3"], X[:4])
    with pytest.raises(BadDataError, match=r"1 ids of 'cell_id' are in the run more than once, such as 'c1'"):
        attach(cells(["c1", "c3"]), doubled)


def forms():
    double = X.astype(np.float64) / 3
    offsets = np.arange(21, dtype=np.int32) * 3
    values = pa.ListArray.from_arrays(offsets, pa.array(double.ravel()))
    kind, none = pa.array([1] * 20, pa.int8()), pa.nulls(20, pa.list_(pa.int32()))
    parts = {"type": kind, "size": pa.nulls(20, pa.int32()), "indices": none, "values": values}
    vectors = pa.StructArray.from_arrays(list(parts.values()), list(parts))
    numbered = {f"PC_corrected_{j}": pa.array(X[:, j]) for j in [0, 2, 1]}
    several = numbered | {"PC_corrected_1": pa.array(double[:, 1])}
    both = np.column_stack([X[:, 0], double[:, 1], X[:, 2]])
    return [
        pytest.param({"Z": lists(double)}, "Z", double, id="double"),
        pytest.param({"Z": pa.FixedSizeListArray.from_arrays(pa.array(X.ravel()), 3)}, "Z", X, id="fixed size"),
        pytest.param({"Z": vectors}, "Z", double, id="vectors"),
        pytest.param(numbered, "PC_corrected_", X, id="columns of a prefix"),
        pytest.param(several, "PC_corrected_", both, id="of several precisions"),
    ]


@pytest.mark.parametrize(("columns", "name", "expected"), forms())
def test_every_form_that_a_run_writes(tmp_path, columns, name, expected):
    adata = cells(IDS)
    attach(adata, write_run(tmp_path / "run", IDS, columns, name=name))
    assert adata.obsm[name].dtype == expected.dtype
    np.testing.assert_array_equal(adata.obsm[name], expected)


def test_partitioned_folders_and_what_is_hidden_in_them(run):
    (run / "donor=a b").mkdir()
    (run / "part-1.parquet").rename(run / "donor=a b" / "part-1.parquet")
    (run / "_SUCCESS").write_text("")
    (run / ".part-0.parquet.crc").write_bytes(b"crc")
    attach(adata := cells(IDS), run)
    np.testing.assert_array_equal(adata.obsm[NAME], X)


def test_a_delta_table_as_of_its_last_version(run, tmp_path):
    table = pq.read_table(run)
    (run / "part-0.parquet").unlink()
    (run / "part-1.parquet").unlink()
    write_deltalake(run, table)
    write_deltalake(run, table, mode="overwrite")
    attach(adata := cells(IDS), run)
    np.testing.assert_array_equal(adata.obsm[NAME], X)


def test_cells_that_passed_without_coordinates(tmp_path):
    column = pa.array([[1.0, 2.0, 3.0], None, [4.0, None, 6.0]], pa.list_(pa.float32()))
    adata = cells(IDS[:3])
    attach(adata, write_run(tmp_path / "run", IDS[:3], {NAME: column}))
    np.testing.assert_array_equal(adata.obsm[NAME], [[1, 2, 3], [np.nan] * 3, [4, np.nan, 6]])


def test_folders_that_no_run_wrote(tmp_path, run):
    for folder in [tmp_path / "none", H5AD]:
        with pytest.raises(BadDataError, match="is no output of a run"):
            attach(cells(IDS), folder)
    with pytest.raises(BadDataError, match="no folder of this machine"):
        attach(cells(IDS), "s3://bucket/run")
    (run / "part-1.parquet").unlink()
    with pytest.raises(BadDataError, match="holds 10 cells, and its run wrote 20"):
        attach(cells(IDS), run)
    (run / "part-0.parquet").write_text("no Parquet")
    with pytest.raises(BadDataError, match="cannot be read"):
        attach(cells(IDS), run)
    (run / "_atlasprox/run.json").write_text("{")
    with pytest.raises(BadDataError, match=r"run.json cannot be read"):
        attach(cells(IDS), run)
    (run / "_atlasprox/run.json").write_text('{"command": "fit"}')
    with pytest.raises(BadDataError, match="is not what correct, apply or extend write"):
        attach(cells(IDS), run)


def test_runs_whose_files_do_not_fit_them(tmp_path):
    wrong = write_run(tmp_path / "dimension", IDS, X, fit={"dimension": 2})
    with pytest.raises(BadDataError, match=r"has cells of \[3\] coordinates, and its run had 2"):
        attach(cells(IDS), wrong)
    with pytest.raises(BadDataError, match="have no column 'Z'"):
        attach(cells(IDS), write_run(tmp_path / "column", IDS, X, outputEmbedding="Z"))
    with pytest.raises(BadDataError, match="'batch' is of string, not an embedding"):
        attach(cells(IDS), write_run(tmp_path / "type", IDS, X, outputEmbedding="batch"))


def test_views_and_backed_mode(run, tmp_path):
    adata = cells(IDS)
    view = adata[5:9]
    with pytest.warns(anndata.ImplicitModificationWarning):
        attach(view, run)
    np.testing.assert_array_equal(view.obsm[NAME], X[5:9])
    assert not adata.obsm
    adata.write_h5ad(tmp_path / "cells.h5ad")
    backed = anndata.read_h5ad(tmp_path / "cells.h5ad", backed="r")
    attach(backed, run)
    np.testing.assert_array_equal(backed.obsm[NAME], X)
