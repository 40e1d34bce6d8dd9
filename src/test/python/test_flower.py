"""A SuperLink, two SuperNodes, a coordinator and two sites, as docs/sites.md starts them: the bits of a pooled run."""

import contextlib
import os
import signal
import subprocess

import numpy as np
import pandas as pd
import pytest

import atlasprox
from conftest import HOME, PARQUET
from run_document import blocks

FLOWER = HOME / "target" / "python-flower" / "bin"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """What the document's commands have made; the table of north and south is that of its first block."""
    place = tmp_path_factory.mktemp("flower")
    for name in ["submit", "data-samples"]:
        (place / name).symlink_to(HOME / name)
    document = [block.code for block in blocks((HOME / "docs/sites.md").read_text(encoding="utf-8")) if flower(block)]
    cells = pd.read_parquet(PARQUET)
    south = cells["batch"] == "batch_2"
    cells[~south].to_parquet(place / "north.parquet", index=False)
    cells[south].to_parquet(place / "south.parquet", index=False)
    quick = {"FLWR_SUPEREXEC_TASK_POLL_INTERVAL": "0.1", "ATLASPROX_HEAP": "1g"}
    environment = os.environ | quick | {"PATH": f"{FLOWER}:{os.environ['PATH']}"}
    command = ["bash", "-euo", "pipefail", "-c", "".join(document)]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = subprocess.Popen(command, cwd=place, env=environment, start_new_session=True, **pipes)
    try:
        said, _ = process.communicate(timeout=240)
        assert process.returncode == 0, said[-5000:]
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    (place / "said.txt").write_text(said)
    return place


def flower(block):
    return block.reason == "test_flower.py runs it"


def test_the_run_has_ended_well(place):
    said = (place / "said.txt").read_text()
    assert "atlasprox: the coordinator and all sites have what they need" in said
    assert "finished:completed" in said


def test_cells_and_model_are_those_of_a_pooled_run(place, spark):
    columns = ["--embedding", "X_pca", "--batch", "batch", "--min-cells", 10, "--method", "scbatchprox", "--rounds", 1]
    atlasprox.run("correct", "--input", PARQUET, *columns, "--output", place / "pooled")
    sites = pd.concat([corrected(place / f"out/flower-{site}") for site in ("north", "south")]).sort_index()
    pooled = corrected(place / "pooled")
    assert list(sites.index) == list(pooled.index)
    np.testing.assert_array_equal(np.stack(sites), np.stack(pooled))
    model = pd.read_parquet(place / "pooled/_atlasprox/model/data/adapters")
    for folder in ["out/flower-model", "exchange-north/attempt-1/model", "exchange-south/attempt-1/model"]:
        pd.testing.assert_frame_equal(pd.read_parquet(place / folder / "data/adapters"), model, check_exact=True)


def corrected(output):
    return pd.read_parquet(output).set_index("cell_id")["X_pca_corrected"].sort_index()


def test_every_file_was_carried_as_it_is(place):
    """Neither site has what the other one has answered."""
    for site, other in [("north", "south"), ("south", "north")]:
        assert {name.split("/")[0] for name in files(place, site)} == {"coordinator", "model", site}
        both = files(place, "coordinator")
        assert files(place, site) == {name: data for name, data in both.items() if not name.startswith(other)}


def files(place, side):
    root = place / f"exchange-{side}" / "attempt-1"
    paths = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
