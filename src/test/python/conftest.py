"""One Spark session for all tests, made as a user makes one; a working copy; the sample data."""

import os
import shutil
import subprocess
from pathlib import Path

import anndata
import pytest

import atlasprox

HOME = Path(__file__).resolve().parents[3]
H5AD = HOME / "data-samples" / "three_batches.h5ad"
PARQUET = HOME / "data-samples" / "three_batches.parquet"


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where Python and Spark work: a copy of the project, which the documents' commands may fill.

    All keep their times, and what Maven has built comes along: so the first command need not build the jar, and the
    documents' own build compiles nothing again.
    """
    folder = tmp_path_factory.mktemp("work") / "atlasprox"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=HOME, check=True, capture_output=True, text=True).stdout.split("\0")[:-1]
    for name in [*(name for name in names if (HOME / name).exists()), "target/atlasprox.jar", "target/spark.classpath"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(HOME / name, folder / name)
    copy_build(folder / "target")
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)


def copy_build(target):
    """The classes, and Maven's notes of the sources that they are of, which name these with their folder."""
    for name in ("classes", "maven-status", "spotless-index"):
        built = HOME / "target" / name
        if built.is_dir():
            shutil.copytree(built, target / name)
        elif built.exists():
            shutil.copy2(built, target / name)
    for sources in (target / "maven-status").rglob("inputFiles.lst"):
        text = sources.read_text(encoding="utf-8")
        sources.write_text(text.replace(f"{HOME}{os.sep}", f"{target.parent}{os.sep}"), encoding="utf-8")


@pytest.fixture(scope="session")
def spark(folder):
    session = atlasprox.session()
    yield session
    session.stop()


@pytest.fixture(scope="session")
def cells(spark):
    return spark.read.parquet(PARQUET.as_uri()).cache()


@pytest.fixture
def adata():
    return anndata.read_h5ad(H5AD)
