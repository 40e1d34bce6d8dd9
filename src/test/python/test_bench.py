"""The scripts of bench/: scores by their definitions, what is said of a missing set, a small trial beside scanpy."""

import importlib
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import StratifiedKFold

BENCH = Path(__file__).resolve().parents[3] / "bench"
ON_SETS = ["quality", "upstream", "sample", "settings", "imbalance", "arrivals", "session", "guided"]


@pytest.fixture
def script(monkeypatch):
    """A script as a module."""
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module


@pytest.fixture
def scoring(script):
    return script("scoring")


@pytest.fixture
def refused(script, monkeypatch, capsys):
    """What a script says, as a user runs it, that does not begin."""

    def run(name, *arguments):
        monkeypatch.setattr("sys.argv", [name, *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            script(name).main()
        told = capsys.readouterr()
        assert (ended.value.code, told.out) == (2, "")
        return told.err

    return run


def cells(seed):
    random = np.random.default_rng(seed)
    number, batches, labels = random.integers(30, 120), random.integers(2, 5), random.integers(1, 6)
    batch, label = (random.integers(kinds, size=number).astype(str) for kinds in (batches, labels))
    label[batch == "0"] = "of this batch alone" if seed % 4 == 0 else label[batch == "0"]
    return random.normal(size=(number, 6)).astype(np.float32), batch, label


def by_definition(z, batch, label):
    """The held-out F1 by loops over cells."""
    of_batches = []
    for held_out in set(batch):
        others = np.flatnonzero(batch != held_out)
        known = [i for i in np.flatnonzero(batch == held_out) if label[i] in label[others]]
        said = {}
        for i in known:
            nearest = others[np.argsort(((z[others].astype(float) - z[i]) ** 2).sum(1), kind="stable")[:15]]
            votes = {one: (label[nearest] == one).sum() for one in sorted(set(label))}
            said[i] = max(votes, key=votes.get)
        f1 = []
        for one in {label[i] for i in known}:
            both = sum(said[i] == label[i] == one for i in known)
            f1.append(2 * both / sum((said[i] == one) + (label[i] == one) for i in known))
        of_batches.append(np.mean(f1) if f1 else 0.0)
    return np.mean(of_batches)


@pytest.mark.parametrize("seed", range(12))
def test_held_out_f1(scoring, seed):
    z, batch, label = cells(seed)
    assert scoring.held_out_f1(z, batch, label) == pytest.approx(by_definition(z, batch, label), abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_f1_in_five_folds(script, seed):
    z, _, label = cells(seed)
    label = np.where(np.arange(len(z)) % 2 == 0, "a", "b" if seed else "a")
    z[label == "b"] += 1.0
    said = np.empty_like(label)
    for others, held_out in StratifiedKFold(5, shuffle=True, random_state=0).split(z, label):
        for i in held_out:
            nearest = others[np.argsort(((z[others].astype(float) - z[i]) ** 2).sum(1), kind="stable")[:15]]
            said[i] = "b" if (label[nearest] == "b").sum() > 7 else "a"
    f1 = []
    for one in set(label):
        both = ((said == one) & (label == one)).sum()
        f1.append(2 * both / ((said == one).sum() + (label == one).sum()))
    assert script("lisi").folded_f1(z, label) == pytest.approx(np.mean(f1), abs=1e-12)


def test_coordinates_come_in_the_order_of_the_cells(script, capsys, tmp_path):
    table, names = tmp_path / "z.parquet", ["c", "a", "b"]
    pd.DataFrame({"cell_id": ["a", "b", "c"], "X": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]}).to_parquet(table)
    known = anndata.AnnData(obs=pd.DataFrame(index=names), obsm={"X_own": np.eye(3)})
    lisi = script("lisi")
    assert lisi.coordinates(str(table), known).tolist() == [[5, 6], [1, 2], [3, 4]]
    assert lisi.coordinates("X_own", known).tolist() == np.eye(3).tolist()
    unknown = anndata.AnnData(obs=pd.DataFrame(index=[*names, "d"]))
    for told, given in (("lacks 1 of 4 cells, d first", table), ("no such embedding; the cells have none", "X_own")):
        with pytest.raises(SystemExit):
            lisi.coordinates(str(given), unknown)
        assert told in capsys.readouterr().err


@pytest.mark.parametrize("seed", range(4))
def test_preserved(scoring, seed):
    z, batch, _ = cells(seed)
    shifts = np.random.default_rng(seed).normal(size=(int(batch.astype(int).max()) + 1, z.shape[1]))
    moved = z + shifts[batch.astype(int)]
    assert scoring.preserved(z, moved, batch) == pytest.approx(1.0)
    # A batch stretched by 1 + s about any point moves by s times its structure.
    assert scoring.preserved(z, 1.5 * moved, batch) == pytest.approx(1 - 0.25)
    assert np.isnan(scoring.preserved(np.ones_like(z), z, batch))


@pytest.mark.parametrize("name", ON_SETS)
def test_a_folder_of_sets_is_asked_for(refused, name):
    told = refused(name)
    assert "--data DIR" in told and "bench/data.py --source" in told


def test_a_set_that_is_not_there_is_named(refused, tmp_path):
    assert f"There is no file {tmp_path}/panc8.h5ad." in refused("quality", "--data", tmp_path)
    assert "There is no set 'panc9'" in refused("quality", "--data", tmp_path, "--sets", "panc9")


def test_a_source_that_is_not_there_is_named(refused, tmp_path):
    told = refused("data", "--source", tmp_path, "--data", tmp_path / "sets", "--sets", "cell_lines")
    assert f"there is no file {tmp_path}/harmony/data/cell_lines.rda. A clone of github.com" in told


def test_no_set_is_written_over(refused, tmp_path):
    source, kept = tmp_path / "harmony/data/cell_lines.rda", tmp_path / "cell_lines.h5ad"
    source.parent.mkdir(parents=True)
    source.write_bytes(b"not read")
    kept.write_bytes(b"mine")
    told = refused("data", "--source", tmp_path, "--data", tmp_path, "--sets", "cell_lines")
    assert f"{kept} exists and is not written over" in told
    assert kept.read_bytes() == b"mine"


def test_embed_is_measured_beside_scanpy_from_the_same_counts(script, monkeypatch, capsys, tmp_path):
    arguments = ["scanpy", "--cells", 400, "--genes", 80, "--taken", 50, "--heap", "1g", "--folder", tmp_path]
    monkeypatch.setattr("sys.argv", ["counts", *map(str, arguments)])
    script("counts").main()
    told = capsys.readouterr().out
    assert "| 400 cells |" in told and "| scanpy |" in told and "| embed, heap 1g |" in told
    (table,) = tmp_path.glob("*of1000")
    made, cells = pd.read_parquet(table), anndata.read_h5ad(table.with_suffix(".h5ad"))
    assert list(cells.obs_names) == list(made["cell_id"])
    assert cells.shape == (400, 80) and cells.var_names[79] == "gene_79"
    for counts, row in zip(made["counts"], cells.X.toarray(), strict=True):
        assert list(np.flatnonzero(row)) == list(counts["indices"])
        assert list(row[row > 0]) == list(counts["values"])


def test_half_of_every_batch_takes_part(script):
    batch = pd.Series(["p"] * 10 + ["q"] * 2, index=list("abcdefghijkl"))
    for seed in range(20):
        inside = script("sites").halves(batch, np.random.default_rng(seed))
        assert [inside[:10].sum(), inside[10:].sum()] == [5, 1]


def test_whoever_of_the_sites_fails_first_is_named(script, tmp_path, monkeypatch):
    sites = script("sites")
    command = tmp_path / "submit" / "local.sh"
    command.parent.mkdir()
    command.write_text('#!/bin/sh\n[ "$3" = b ] && echo "no cells" && exit 3\nexec sleep 60\n')
    command.chmod(0o755)
    monkeypatch.setattr(sites, "HOME", tmp_path)
    cells = pd.DataFrame({"batch": ["p"]})
    with pytest.raises(RuntimeError, match=r"log-2-site\.txt ended with code 3: no cells"):
        sites.run_sites(tmp_path, {"a": cells, "b": cells}, 10, 0)
