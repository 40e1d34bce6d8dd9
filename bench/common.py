"""What the benchmark scripts share: running the program, running Harmony, scoring an embedding with scib-metrics."""
import importlib.util
import json
import logging
import os
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

os.environ.setdefault("JAX_PLATFORMS", "cpu")
warnings.filterwarnings("ignore")
import anndata as ad
import numpy as np
import pandas as pd

HOME = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ATLASPROX_SHARED", HOME.parent / "shared"))
SETS = {
    "panc8": "technology",
    "cell_lines": "dataset",
    "pbmc_3tech": "technology",
    "cellbench_plates": "technology",
    "ra_synovium": "batch",
}
LABEL = "cell_type"


def shared_score():
    """The scoring script beside the data, as a module: the same functions that made the reference values."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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


def scib(embeddings, batch, label, raw, bio=None, correction=None):
    """scib-metrics of several embeddings: name -> metric -> value, with Total; bio and correction choose metrics other than its defaults."""
    from scib_metrics.benchmark import BatchCorrection, Benchmarker, BioConservation

    logging.getLogger("scib_metrics").setLevel(logging.ERROR)
    a = ad.AnnData(np.zeros((len(batch), 1), np.float32))
    a.obs["batch"], a.obs["label"] = pd.Categorical(batch), pd.Categorical(label)
    a.obsm["raw"] = raw
    for name, z in embeddings.items():
        a.obsm[name] = z
    benchmark = Benchmarker(
        a, "batch", "label", list(embeddings), BioConservation(**bio or {}), BatchCorrection(**correction or {}),
        pre_integrated_embedding_obsm_key="raw", n_jobs=2, progress_bar=False)
    benchmark.benchmark()
    table = benchmark.get_results(min_max_scale=False).drop(index="Metric Type")
    return {name: {metric: float(value) for metric, value in table.loc[name].items()} for name in embeddings}


def scores(embeddings, batch, label, raw):
    """scib-metrics of several embeddings, with Total, F1 and preserved besides, as the reference values have them."""
    score = shared_score()
    result = scib(embeddings, batch, label, raw)
    for name, z in embeddings.items():
        result[name]["F1"] = score.held_out_f1(z, batch, label)
        if z.shape == raw.shape:
            result[name]["preserved"] = score.preserved(raw, z, batch)
    return result


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
