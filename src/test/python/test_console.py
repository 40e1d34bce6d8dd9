"""The command `atlasprox` of the package: attach, and the Java program's commands."""

import os
import subprocess
import sys
from pathlib import Path

import anndata
import numpy as np
import pytest

import atlasprox
from atlasprox._attach.command import attach
from conftest import H5AD
from runs import NAME, write_run


@pytest.fixture
def cells(tmp_path):
    """A file, and a run of all its cells in another order."""
    adata = anndata.read_h5ad(H5AD)
    adata.write_h5ad(tmp_path / "cells.h5ad")
    write_run(tmp_path / "run", list(adata.obs_names)[::-1], adata.obsm["X_truth"][::-1, :3].astype(np.float64))
    return tmp_path


def test_attach_and_its_exit_codes(cells, capsys, monkeypatch):
    monkeypatch.chdir(cells)
    given = ["--output", "run", "--into", "cells.h5ad"]
    assert attach(given) == 0
    assert capsys.readouterr().out == (
        f"cells.h5ad: {NAME}: 1,500 cells matched by id, 0 missing in the run, 0 of the run not in the AnnData\n"
    )
    assert anndata.read_h5ad("cells.h5ad").obsm[NAME].dtype == np.float64
    assert attach(given) == 3
    said = capsys.readouterr().err
    assert said.startswith("attach: ")
    assert said.endswith("choose another key by --key, or replace it by --overwrite\n")
    assert attach([*given, "--overwrite", "--key", "X_pca", "--missing", "nan", "--id", "cell_id"]) == 0
    assert anndata.read_h5ad("cells.h5ad").obsm["X_pca"].shape == (1500, 3)


def test_options_are_named_with_their_values(cells, capsys, monkeypatch):
    monkeypatch.chdir(cells)
    write_run(cells / "numbers", list(range(3)), np.ones((3, 3), np.float32), id_name="n")
    assert attach(["--output", "numbers", "--into", "cells.h5ad"]) == 3
    assert "name its column of ids by --id, or its index by --id 'n', if" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--output", "run"], "attach: the following arguments are required: --into"),
        (
            ["--output", "run", "--into", "cells.h5ad", "--missing", "drop"],
            "attach: argument --missing: invalid choice",
        ),
        (["--output", "run", "--into", "cells.h5ad", "more"], "attach: unrecognized arguments: more"),
    ],
)
def test_wrong_usage_is_told_with_the_remedy(given, told, capsys):
    assert attach(given) == 2
    said = capsys.readouterr().err
    assert said.startswith(told)
    assert said.endswith("\nTry 'atlasprox attach --help'.\n")


def test_failures_are_told_in_a_line(cells, capsys, monkeypatch):
    monkeypatch.chdir(cells)
    (cells / ".cells.h5ad.atlasprox").write_text("in the way")
    assert attach(["--output", "run", "--into", "cells.h5ad"]) == 4
    said = capsys.readouterr().err
    assert said.startswith("attach failed: ")
    assert said.endswith(".cells.h5ad.atlasprox: File exists\n")
    assert said.count("\n") == 1


def test_the_other_commands_are_the_java_programs():
    shown = atlasprox_("--help")
    assert shown.returncode == 0, shown.stderr
    assert "correct " in shown.stdout
    assert "attach " in shown.stdout
    assert atlasprox_("correct", "--nonsense").returncode == 2
    assert "--overwrite" in atlasprox_("attach", "--help").stdout


def test_what_java_needs_is_told():
    assert "there is no java in JAVA_HOME, /none; install Java 17" in atlasprox_("inspect", JAVA_HOME="/none").stderr
    refused = atlasprox_("inspect", ATLASPROX_HEAP="much")
    assert refused.returncode == 2
    assert refused.stderr.startswith("atlasprox: ATLASPROX_HEAP=much is no size of a heap")


def atlasprox_(*arguments, **environment):
    command = [Path(sys.executable).with_name("atlasprox"), *arguments]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=100)


def test_the_package_brings_what_it_needs():
    assert {path.name for path in Path(atlasprox.__file__).parent.glob("conf/*")} == {
        "jvm.options",
        "log4j2.properties",
    }
