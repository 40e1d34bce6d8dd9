"""What the benchmark scripts have in common: the real data sets, running the program, running Harmony."""
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import anndata as ad
import numpy as np
import pandas as pd

HOME = Path(__file__).resolve().parent.parent
SETS = {
    "panc8": "technology",
    "cell_lines": "dataset",
    "pbmc_3tech": "technology",
    "cellbench_plates": "technology",
    "ra_synovium": "batch",
}
LABEL = "cell_type"
HOW_TO_MAKE = """\
  bench/.venv/bin/python bench/data.py --source SOURCES --data DIR
makes it, from local copies of public repositories; bench/data.py --help says of which."""


def with_real_sets(parser, sets):
    """Adds --data and --sets to the arguments of a script that measures real data sets."""
    parser.add_argument("--data", metavar="DIR", type=Path, help="the folder with the sets, NAME.h5ad, which bench/data.py makes")
    parser.add_argument("--sets", default=",".join(sets), help="names with commas between; default %(default)s")


def real_sets(given, names=None, kind=""):
    """The sets that --sets names, or the names given, as they are read one after another; ends the script where one is not there.

    kind is the end of the files' names: "" for embeddings, "_counts" for counts.
    """
    names = given.sets.split(",") if names is None else names
    tables = {name: _table(given.data, name, kind) for name in names}
    return (RealSet(name, table) for name, table in tables.items())


def _table(folder, name, kind):
    if name not in SETS:
        stop(f"There is no set '{name}'; the sets are {', '.join(SETS)}.")
    if folder is None:
        stop(f"This measures real data sets: name the folder that has them with --data DIR.\n{HOW_TO_MAKE}")
    table = folder / f"{name}{kind}.h5ad"
    if not table.is_file():
        stop(f"There is no file {table}.\n{HOW_TO_MAKE}")
    return table


class RealSet:
    """The cells of a real data set, with the batch and the label of each."""

    def __init__(self, name, table):
        self.name, self.table, self.column = name, table, SETS[name]
        self.cells = ad.read_h5ad(table)
        self.batch, self.label = (self.cells.obs[column].astype(str).values for column in (self.column, LABEL))

    def embedding(self, key="X_pca"):
        if key not in self.cells.obsm:
            stop(f"{self.table} has no embedding '{key}'; it has {', '.join(self.cells.obsm)}.")
        return np.asarray(self.cells.obsm[key], np.float32)


def stop(message, code=2):
    """Ends the script with what is wrong, in words; 2 is wrong usage, 3 bad data."""
    print(message, file=sys.stderr)
    raise SystemExit(code)


def atlasprox(*arguments, **environment):
    """Runs the program, built first where it is not up to date; variables of the environment may be added."""
    command = [HOME / "submit/local.sh", *arguments]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env={**os.environ, **environment})
    if done.returncode:
        raise RuntimeError(done.stderr)


def correct(table, embedding, batch, *options, **environment):
    """Runs `correct`; returns the corrected embedding by cell_id, and the content of run.json."""
    with tempfile.TemporaryDirectory(prefix="atlasprox-bench-") as folder:
        output = Path(folder) / "out"
        atlasprox("correct", "--input", table, "--embedding", embedding, "--batch", batch, "--output", output, *options, **environment)
        cells = pd.read_parquet(output).set_index("cell_id")[f"{embedding}_corrected"]
        return cells, json.loads((output / "_atlasprox" / "run.json").read_text())


def matrix(cells, names):
    """The coordinates of the named cells, in that order, one row a cell."""
    return np.stack(cells.loc[names]).astype(np.float32)


def harmony(z, batch, seed=0):
    import harmonypy

    np.random.seed(seed)
    corrected = harmonypy.run_harmony(z.astype(np.float64), pd.DataFrame({"b": batch}), ["b"], verbose=False).Z_corr
    return corrected if corrected.shape == z.shape else corrected.T


def distance_to_truth(z, truth):
    """Root mean square distance to the true coordinates relative to their spread, after the best affine map per dimension."""
    z, truth = z.astype(float), truth.astype(float)
    z, truth = z - z.mean(0), truth - truth.mean(0)
    slope = (z * truth).sum(0) / (z * z).sum(0)
    return float(np.sqrt(((truth - slope * z) ** 2).sum() / (truth**2).sum()))


def measured(command, **environment):
    """Runs a command, which has to take its shell's place where it is a script: seconds, CPU seconds of all threads, largest resident size in GB."""
    with tempfile.TemporaryFile("w+") as log:
        started = time.time()
        process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, env={**os.environ, **environment})
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.time() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            raise RuntimeError(log.read())
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e9


def machine(run):
    """What a time was measured with: the content of a run.json tells of the program."""
    return f"{len(os.sched_getaffinity(0))} cores; AtlasProx {run['atlasprox']}, Spark {run['spark']}, Java {run['java']}"


def row(*entries):
    """A row of a Markdown table; numbers with three digits after the point."""
    return "| " + " | ".join(f"{entry:.3f}" if isinstance(entry, float) else str(entry) for entry in entries) + " |"


def head(*names):
    return row(*names) + "\n" + "|---" * len(names) + "|"
