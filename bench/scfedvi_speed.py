"""The study `speed` of scfedvi.py: time and memory of `embed --method scfedvi`.

An epoch is of 3,000 cells x 1,000 genes, those of panc8 again and again, one client on one thread, minibatches of 128 and a tenth of the cells held
out: here a fifth of a round of five epochs, with the round's averaging and the loss of the cells held out, without the first round; of scvi-tools,
by scvi_job.py, from the end of an epoch to the end of the next. End to end are 100,000 cells of `synth` with 2,000 genes in 10 batches, start of the
JVM, reading, training and writing; of scvi-tools, on all cores, some epochs of as many cells, a fifth of them five times. Executors are those of
executors.py, on 20,000 such cells of 1,000 genes in four rounds. Then one of two is killed while they train, and the coordinates are held against those that embedded Spark gives, bit by bit.
"""
import json
import os
import platform
import signal
import statistics
import subprocess
import time
from argparse import Namespace
from importlib.metadata import version

import pandas as pd
import scvi_job
from common import HOME, atlasprox, head, matrix, measured, row
from executors import SPARK, cluster, on_cluster, submit
from scale import java
from upstream import OWN

LOCAL_EPOCHS, ROUNDS = 5, 9
EPOCH_CELLS, GENES = 3_000, 1_000
MADE_CELLS, MADE_GENES = 100_000, 2_000
SPREAD_CELLS, SPREAD_GENES, SPREAD_ROUNDS = 20_000, 1_000, 4
FEW_EPOCHS = 4
KILLED_AT = 0.7  # Of the time of a whole job: it trains then.
DEPTH, BATCHES = 1_000, 10
HEAP = "4g"
PEER = HOME / "bench" / ".scvi" / "bin" / "python"


def measure(counts, folder, share):
    """Prints three tables and what a killed executor changes; share is that of the cells, for a trial."""
    print(f"{os.cpu_count()} cores, Java {java()}, Spark {version('pyspark')}, Python {platform.python_version()}\n")
    epochs(counts, folder, round(EPOCH_CELLS * share))
    end_to_end(folder, round(MADE_CELLS * share))
    executors(folder, round(SPREAD_CELLS * share))


def epochs(counts, folder, number):
    chosen = scvi_job.read(Namespace(input=counts.table, genes=GENES, batch=counts.column))
    table, output = folder / f"epoch-{number}.h5ad", folder / "epoch"
    scvi_job.repeated(chosen, number).write_h5ad(table)
    atlasprox(
        "embed", "--method", "scfedvi", "--input", table, "--genes", 0, "--rounds", ROUNDS, "--local-epochs", LOCAL_EPOCHS, "--output", output,
        "--overwrite", ATLASPROX_JAVA_OPTIONS="-Dspark.master=local[1]")
    seconds = [of["seconds"] / LOCAL_EPOCHS for of in run_of(output)["training"]["trace"]][1:]
    print(f"Seconds of an epoch of {number:,} cells x {GENES:,} genes on one thread\n")
    print(head("", "median", "fastest"))
    print(row("embed --method scfedvi", statistics.median(seconds), min(seconds)), flush=True)
    peer(table, folder, ROUNDS * LOCAL_EPOCHS, threads=1)


def peer(table, folder, epochs, *options, threads):
    """Prints what scvi-tools says of the same cells."""
    if not PEER.exists():
        print("\nscvi-tools was not measured: bench/scvi_setup.sh makes bench/.scvi")
        return
    job = [PEER, HOME / "bench" / "scvi_job.py", table, folder / "scvi.parquet", "--epochs", epochs, *options]
    threaded = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    said = subprocess.run([str(part) for part in job], capture_output=True, text=True, check=True, env=threaded).stdout
    print(f"\nscvi-tools, threads {threads}: {said.strip()}", flush=True)


def end_to_end(folder, cells):
    table, output = made(folder, cells, MADE_GENES), folder / "end-to-end"
    job = [HOME / "submit/local.sh", "embed", *options(table), "--output", output, "--overwrite"]
    seconds, cpu, size = measured(job, ATLASPROX_HEAP=HEAP)
    rounds = [of["seconds"] for of in run_of(output)["training"]["trace"]]
    print(f"\n{cells:,} made cells x {MADE_GENES:,} genes, end to end\n")
    print(head("heap", "rounds", "seconds", "of these in rounds", "CPU seconds", "GB"))
    print(row(HEAP, len(rounds), f"{seconds:.1f}", f"{sum(rounds):.1f}", f"{cpu:.1f}", f"{size:.2f}"), flush=True)
    print(f"\n{sum(rounds) / len(rounds) / LOCAL_EPOCHS:.1f} seconds an epoch")
    peer(made(folder, cells // 5, MADE_GENES, ".h5ad"), folder, FEW_EPOCHS, "--cells", cells, threads=os.cpu_count())


def executors(folder, cells):
    job = ("embed", *options(made(folder, cells, SPREAD_GENES)), "--rounds", SPREAD_ROUNDS)
    print(f"\n{cells:,} made cells x {SPREAD_GENES:,} genes, {SPREAD_ROUNDS} rounds, two commands in one session\n")
    print(head("executors", "first command, with the session's start", "last command", "of its rounds"), flush=True)
    last, rounds = {}, {}
    with cluster(folder, workers=2) as workers:
        for number in (1, 2):
            first, last[number], run = on_cluster(job, folder, number, commands=2)
            rounds[number] = sum(of["seconds"] for of in run["training"]["trace"])
            print(row(number, *(f"{seconds:.1f}" for seconds in (first, last[number], rounds[number]))), flush=True)
        print(f"\ntwo executors: {last[1] / last[2]:.2f} times as fast as one, in their rounds {rounds[1] / rounds[2]:.2f}", flush=True)
        killed(folder, job, workers, KILLED_AT * first)


def killed(folder, job, workers, after):
    """Runs the job on two executors, kills one after so many seconds, and counts the cells that have other coordinates than by embedded Spark."""
    log, outputs = folder / "killed.log", {name: folder / name for name in ("killed", "embedded")}
    line = [*submit(2), HOME / "bench" / "commands_job.py", *job, "--overwrite", "--", outputs["killed"]]
    with open(log, "w") as to, subprocess.Popen([str(part) for part in line], stdout=to, stderr=to, env=SPARK) as process:
        time.sleep(after)
        of_worker = ["pgrep", "--newest", "--parent", str(workers[0].pid)]
        os.kill(int(subprocess.run(of_worker, capture_output=True, text=True, check=True).stdout), signal.SIGKILL)
    if process.returncode or "Lost executor" not in log.read_text():
        raise RuntimeError(log.read_text())
    atlasprox(*job, "--overwrite", "--output", outputs["embedded"])
    cells = [pd.read_parquet(output).set_index("cell_id")[OWN] for output in outputs.values()]
    differing = (matrix(cells[0], cells[1].index) != matrix(cells[1], cells[1].index)).any(axis=1).sum()
    print(f"an executor killed after {after:.1f} s: {differing} of {len(cells[1])} cells differ from embedded Spark's", flush=True)


def made(folder, cells, genes, kind=""):
    table = folder / f"{cells}x{genes}{kind}"
    if not table.exists():
        atlasprox(
            "synth", "--cells", cells, "--batches", BATCHES, "--genes", genes, "--depth", DEPTH, "--embedding", "none", "--truth", "none",
            "--output", table)
    return table


def options(table):
    return ["--method", "scfedvi", "--input", table, "--batch", "batch", "--genes", 0]


def run_of(output):
    return json.loads((output / "_atlasprox" / "run.json").read_text())
