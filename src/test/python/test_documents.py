"""What README.md and docs/ show, run as written; and the command line and the package, which give the same bits."""

import json
import subprocess
import sys
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import pytest

from atlasprox.ml import BatchRefinerModel
from conftest import HOME
from run_document import blocks

DOCUMENTS = ["README.md", *sorted(str(path.relative_to(HOME)) for path in (HOME / "docs").glob("*.md"))]
REASONS = {
    "changes the sources",
    "Java",
    "needs a cluster",
    "no command",
    "run_census_recipe.py runs it",
    "runs the tests",
    "takes many minutes",
    "test_flower.py runs it",
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_runs_as_it_stands_or_is_marked(folder, document):
    """The README first: the others go on from what its commands made."""
    text = (folder / document).read_text(encoding="utf-8")
    reasons = [block.reason for block in blocks(text)]
    assert {reason for reason in reasons if reason} <= REASONS
    assert "```" not in text, "blocks are indented by four spaces"
    command = [sys.executable, folder / "src/test/python/run_document.py", document]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=3000)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    counted = f"{reasons.count(None)} blocks ran, {len(reasons) - reasons.count(None)} are marked"
    assert done.stdout.splitlines()[-1] == counted


def test_the_commands_make_what_the_documents_say(folder, spark):
    for name in ["part-*.parquet", "_atlasprox/report.html", "_atlasprox/scores.csv", "_atlasprox/model"]:
        assert list(Path(folder, "out/demo").glob(name)), name
    assert anndata.read_h5ad(folder / "refined.h5ad").obsm["X_umap"].shape == (1500, 2)
    assert BatchRefinerModel.load("model").versions[-1]["version"] == 1
    assert BatchRefinerModel.load("models/2").versions[-1]["version"] == 2
    for name in ["out/delta", "out/delta-submitted"]:
        assert (folder / name / "_delta_log").is_dir()


def test_embedded_submitted_and_python_give_the_same_bits(folder):
    runs = ["out/demo", "out/delta", "out/delta-submitted"]
    summaries = [json.loads((folder / run / "_atlasprox/run.json").read_text()) for run in runs]
    assert len({summary["fingerprints"]["corrected"] for summary in summaries}) == 1
    adata = anndata.read_h5ad(folder / "refined.h5ad")
    cells = pd.read_parquet(folder / "out/demo").set_index("cell_id").loc[adata.obs_names]
    np.testing.assert_array_equal(adata.obsm["X_pca_atlasprox"], np.stack(cells["X_pca_corrected"]))
    attached = anndata.read_h5ad(folder / "cells.h5ad")
    np.testing.assert_array_equal(attached.obsm["X_pca_corrected"], adata.obsm["X_pca_atlasprox"])
