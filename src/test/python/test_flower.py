"""A SuperLink, two SuperNodes, a coordinator and two sites, as docs/sites.md has them: the bits of a pooled run."""

import contextlib
import os
import shlex
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

import atlasprox
from conftest import HOME, PARQUET
from run_document import blocks

FLOWER = HOME / "target" / "python-flower" / "bin"
STREAMS = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}


@pytest.fixture(scope="module")
def shown():
    """The blocks of the document: of Flower's processes, of the three sides, and of Flower's run."""
    found = blocks((HOME / "docs/sites.md").read_text(encoding="utf-8"))
    return [block.code for block in found if block.reason == "test_flower.py runs it"]


@pytest.fixture(scope="module")
def said(folder, shown):
    """What Flower has said, when it and the sides have ended; these run in one session, which starts meanwhile."""
    up, sides, run = shown
    environment = os.environ | {"FLWR_SUPEREXEC_TASK_POLL_INTERVAL": "0.1", "PATH": f"{FLOWER}:{os.environ['PATH']}"}
    command = ["bash", "-euo", "pipefail", "-c", up + run]
    process = subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True, **STREAMS)
    try:
        run_sides(folder, sides)
        said, _ = process.communicate(timeout=120)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, said[-5000:]
    return said


def run_sides(folder, sides):
    cells = pd.read_parquet(PARQUET)
    south = cells["batch"] == "batch_2"
    cells[~south].to_parquet(folder / "north.parquet", index=False)
    cells[south].to_parquet(folder / "south.parquet", index=False)
    atlasprox.session()
    while not (folder / "exchange-south").exists():
        time.sleep(0.1)
    commands = [shlex.split(line) for line in sides.replace("\\\n", " ").splitlines()]
    assert [command[:2] for command in commands] == [
        ["submit/local.sh", side] for side in ("coordinate", "site", "site")
    ]
    with ThreadPoolExecutor(len(commands)) as threads:
        list(threads.map(lambda command: atlasprox.run(*command[1:]), commands))


def test_the_apps_refuse_what_they_cannot_use(tmp_path):
    command = [FLOWER / "python", HOME / "src/test/python/flower_apps.py", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-5000:]


def test_the_run_has_ended_well(said):
    assert "atlasprox: the coordinator and all sites have what they need" in said
    assert '"finished:failed"' not in said  # The log ends a moment before the run is told to be completed.


@pytest.mark.usefixtures("said")
def test_cells_and_model_are_those_of_a_pooled_run(folder):
    columns = ["--embedding", "X_pca", "--batch", "batch", "--min-cells", 10, "--method", "scbatchprox", "--rounds", 1]
    atlasprox.run("correct", "--input", PARQUET, *columns, "--output", "out/flower-pooled")
    sites = pd.concat([corrected(folder / f"out/flower-{site}") for site in ("north", "south")]).sort_index()
    pooled = corrected(folder / "out/flower-pooled")
    assert list(sites.index) == list(pooled.index)
    np.testing.assert_array_equal(np.stack(sites), np.stack(pooled))
    model = pd.read_parquet(folder / "out/flower-pooled/_atlasprox/model/data/adapters")
    for copy in ["out/flower-model", "exchange-north/attempt-1/model", "exchange-south/attempt-1/model"]:
        pd.testing.assert_frame_equal(pd.read_parquet(folder / copy / "data/adapters"), model, check_exact=True)


def corrected(output):
    return pd.read_parquet(output).set_index("cell_id")["X_pca_corrected"].sort_index()


@pytest.mark.usefixtures("said")
def test_every_file_was_carried_as_it_is(folder):
    """Neither site has what the other one has answered."""
    for site, other in [("north", "south"), ("south", "north")]:
        assert {name.split("/")[0] for name in files(folder, site)} == {"coordinator", "model", site}
        both = files(folder, "coordinator")
        assert files(folder, site) == {name: data for name, data in both.items() if not name.startswith(other)}


def files(folder, side):
    root = folder / f"exchange-{side}" / "attempt-1"
    paths = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
