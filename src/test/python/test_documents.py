"""What README.md and docs/python.md show, run as written; and the command line, which gives the same bits."""

import re
import subprocess
import textwrap
from pathlib import Path

import anndata
import numpy as np
import pyspark
import pytest

import atlasprox
from atlasprox.anndata import refine
from conftest import HOME

pytestmark = pytest.mark.usefixtures("spark")


def example(document, part):
    """The one example of a document that has this part."""
    blocks = re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", (HOME / document).read_text(), re.MULTILINE)
    (found,) = [textwrap.dedent(block) for block in blocks if part in block]
    return found


def run(document, part, **names):
    exec(compile(example(document, part), document, "exec"), names)
    return names


def test_anndata_to_umap(folder):
    adata = run("README.md", "sc.tl.umap")["adata"]
    assert adata.obsm["X_umap"].shape == (1500, 2)
    written = anndata.read_h5ad(folder / "refined.h5ad")
    np.testing.assert_array_equal(written.obsm["X_pca_atlasprox"], adata.obsm["X_pca_atlasprox"])
    assert written.uns["neighbors"]["params"]["use_rep"] == "X_pca_atlasprox"


def test_spark_ml():
    names = run("README.md", "BatchRefinerModel.load")
    assert names["corrected"].count() == 1500
    assert names["model"].versions[-1]["version"] == 1


def test_command_line_gives_the_same_bits():
    spark_submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    command = [spark_submit, "--master", "local[2]", "--class", "atlasprox.cli.Main", atlasprox.jar_path(), "correct"]
    command += ["--input", "data-samples/three_batches.h5ad", "--embedding", "X_pca", "--batch", "batch"]
    command += ["--output", "out/demo"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    adata = run("docs/python.md", "pd.read_parquet")["adata"]
    refine(adata, "batch")
    np.testing.assert_array_equal(adata.obsm["X_pca_atlasprox"], adata.obsm["X_pca_corrected"])
