"""What a user sees of refine: a bar, a line or nothing, and what scanpy's users see and plot."""

import io
import logging
import re
import subprocess
import sys
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
import scanpy as sc

from atlasprox._progress import Progress
from atlasprox.anndata import refine
from conftest import H5AD

KEY = "X_pca_atlasprox"
LINE = rf"{KEY}: 1,500 cells of 3 batches corrected by aligned in 2 rounds, objective \d\.\d+\n"
BAR = rf"{KEY}: 100%\|.*\| (\d)/\1 rounds \[\d\d:\d\d, objective \d\.\d+\]"

# A bar where none was asked for would be a surprise in a log.
IN_A_SCRIPT = f"""
import anndata
from atlasprox.anndata import refine

adata = anndata.read_h5ad({str(H5AD)!r})
refine(adata, "batch", rounds=2)
assert "scanpy" not in __import__("sys").modules
"""


def test_a_session_of_our_own_starts_silently_and_a_line_tells_of_the_end():
    command = [sys.executable, "-W", "ignore", "-c", IN_A_SCRIPT]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(f"atlasprox: {LINE}", done.stderr)
    assert done.stdout == ""


@pytest.fixture
def progress(monkeypatch):
    """Decide what to show on a terminal or elsewhere, with scanpy's verbosity or without scanpy."""

    def decide(terminal, verbosity, wanted=None):
        monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
        scanpy = verbosity if verbosity is None else SimpleNamespace(settings=SimpleNamespace(verbosity=verbosity))
        monkeypatch.setitem(sys.modules, "scanpy", scanpy)
        return Progress(wanted)

    return decide


@pytest.mark.parametrize(
    ("terminal", "verbosity", "wanted", "bar", "line"),
    [
        (True, 0, None, False, False),
        (True, 1, None, True, False),
        (True, sc.Verbosity.info, None, True, True),
        (False, 1, None, False, False),
        (False, 3, None, False, True),
        (True, 3, False, False, False),
        (False, 0, True, True, False),
        (True, None, None, True, False),
        (False, None, None, False, True),
        (False, None, True, True, False),
        (False, None, False, False, False),
    ],
)
def test_what_is_shown_goes_by_the_terminal_scanpy_and_the_user(progress, terminal, verbosity, wanted, bar, line):
    decided = progress(terminal, verbosity, wanted)
    assert (decided.has_bar, decided.has_line) == (bar, line)


def test_a_notebook_is_as_a_terminal(progress, monkeypatch):
    shell = SimpleNamespace(config={"IPKernelApp": {}})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert progress(False, None).has_bar


def test_without_tqdm_there_is_the_line(progress, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    decided = progress(True, None)
    assert (decided.has_bar, decided.has_line) == (False, True)


def test_a_line_goes_to_the_log_of_the_program_if_it_has_one(progress, caplog, capsys, monkeypatch):
    with caplog.at_level(logging.INFO, "atlasprox"):
        progress(False, None).done("a line", "more")
    assert caplog.messages == ["a line"]
    assert capsys.readouterr().err == ""
    with caplog.at_level(logging.WARNING, "atlasprox"):
        progress(False, None).done("a line", "more")
    assert capsys.readouterr().err == "atlasprox: a line\n"


@pytest.mark.usefixtures("spark")
@pytest.mark.filterwarnings("ignore:The fit has not converged")
def test_a_bar_shows_rounds_and_objective_and_ends_where_the_fit_fails(adata, capsys):
    refine(adata, "batch", rounds=2, tolerance=0.9, progress=True)
    shown = capsys.readouterr().err.replace("\r", "\n").splitlines()
    assert re.fullmatch(BAR, shown[-1].strip())
    assert f"{KEY}:   0%" in "".join(shown)
    adata.obsm["X_pca"][0] = np.nan
    with pytest.raises(ValueError, match="onInvalid"):
        refine(adata, "batch", progress=True)
    assert "0/8 rounds" in capsys.readouterr().err


@pytest.fixture
def hints(monkeypatch):
    """What scanpy says to a user who has it give hints."""
    verbosity, logfile, said = sc.settings.verbosity, sc.settings.logfile, io.StringIO()
    sc.settings.verbosity, sc.settings.logfile = "hint", said
    yield said
    sc.settings.verbosity, sc.settings.logfile = verbosity, logfile


@pytest.mark.usefixtures("spark")
@pytest.mark.filterwarnings("ignore")
def test_scanpy_plots_what_is_left_as_it_stands(adata, hints):
    matplotlib.use("agg")
    refine(adata, "batch", rounds=2)
    first, *more = hints.getvalue().splitlines(keepends=True)
    assert re.fullmatch(LINE.removesuffix(r"\n") + ": added\n", first)
    assert f"'{KEY}', the corrected embedding (adata.obsm)" in "".join(more)
    for basis in [KEY, "pca_atlasprox"]:
        axes = sc.pl.embedding(adata, basis=basis, color="batch", show=False)
        np.testing.assert_array_equal(axes.collections[0].get_offsets()[:, 0].max(), adata.obsm[KEY][:, 0].max())
    sc.pp.neighbors(adata, use_rep=KEY)
    assert adata.uns["neighbors"]["params"]["use_rep"] == KEY
