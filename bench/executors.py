#!/usr/bin/env python3
"""Two executors against one, and the bytes that clients send in a round: Spark's standalone cluster on this machine.

bench/.venv/bin/python bench/executors.py [--cells 4000000] [--commands 2] [--folder FOLDER]

A master and two workers of one core each are started by the scripts of the pyspark in bench/.venv; the same cells are corrected by one executor
and by two, each time by some commands one after another in one session. Every worker, and so the compiler and the garbage collector of its
executor, is kept to a core of its own, as by a container; Spark itself would only count tasks. Master and driver run on any core. In the last
command two are to be at least 1.7 times as fast; in the first the program also starts and compiles, in each executor anew. Then 100 batches of
cells of all types, which is the worst case, are fitted for some numbers of prototypes K and dimensions d, on this machine's embedded Spark, and
Spark's event log tells what a round sent: the pieces of the broadcast mixture, as compressed for each executor; what tasks wrote for the shuffle
that merges a client's sums; and the clients' sums as results to the driver. Every number is divided by the number of batches, as all three grow
with it.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pyspark

from commands_job import SECONDS
from common import HOME, atlasprox, head, machine, row

LEAST_RATIO = 1.7
PORT = os.environ.get("MASTER_PORT", "17077")
MASTER = f"spark://127.0.0.1:{PORT}"
DIMENSION, BATCHES, TYPES = 50, 100, 20
SENT = [(20, 50), (100, 50), (20, 200), (100, 200)]  # (K, d)
SENT_CELLS = 50_000
MANY = 10_000
ROUND = "atlasprox: round "
SPARK = {
    **os.environ,
    "SPARK_HOME": str(Path(pyspark.__file__).parent),
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYSPARK_PYTHON": sys.executable,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=4_000_000)
    parser.add_argument("--commands", type=int, default=2, help="commands in one session; the last counts")
    parser.add_argument("--folder", help="where to put cells and outputs, all of which are removed afterwards")
    given = parser.parse_args()
    if given.commands < 2:
        parser.error("--commands must be at least 2: the first one compiles the program")
    with tempfile.TemporaryDirectory(prefix="atlasprox-executors-", dir=given.folder) as folder:
        scaling(Path(folder), given)
    print("\nBytes of a round for each batch\n")
    print(head("K", "d", "broadcast", "shuffled", "sums to the driver", f"{MANY:,} batches: broadcast GB", "sums GB"), flush=True)
    for prototypes, dimension in SENT:
        with tempfile.TemporaryDirectory(prefix="atlasprox-executors-", dir=given.folder) as folder:
            sent(Path(folder), prototypes, dimension)


def scaling(folder, given):
    cells = drawn(folder, given.cells, DIMENSION)
    job = ("correct", "--input", cells, "--embedding", "X_pca", "--batch", "batch")
    print(head("executors", "first command, with the session's start", "last command", "of its fit", "of its rounds"), flush=True)
    first, last = {}, {}
    with cluster(folder, workers=2):
        for executors in (1, 2):
            first[executors], last[executors], run = on_cluster(job, folder, executors, given.commands)
            rounds = sum(one["seconds"] for one in run["fit"]["trace"])
            seconds = first[executors], last[executors], run["fit"]["seconds"], rounds
            print(row(executors, *(f"{one:.1f}" for one in seconds)), flush=True)
    print(f"\n{machine(run)}; {given.cells:,} cells x {DIMENSION}, {BATCHES} batches, {given.commands} commands")
    ratio = last[1] / last[2]
    print(f"two executors: {ratio:.2f} times as fast as one, {LEAST_RATIO} at least: {'met' if ratio >= LEAST_RATIO else 'missed'}")
    print(f"with the start: {first[1] / first[2]:.2f}")


def drawn(folder, cells, dimension):
    atlasprox(
        "synth", "--cells", cells, "--batches", BATCHES, "--dimension", dimension, "--types", TYPES, "--output", folder / "cells")
    return folder / "cells"


@contextmanager
def cluster(folder, workers):
    """A master and workers of one core each, for as long as the context lasts; gives the workers."""
    started, cores = [], sorted(os.sched_getaffinity(0))
    if len(cores) < workers:
        raise RuntimeError(f"{workers} executors of a core each need {workers} cores; here are {len(cores)}")
    try:
        started.append(daemon(folder / "master.log", "master.Master", "--host", "127.0.0.1", "--port", PORT))
        for number in range(workers):
            log = folder / f"worker{number}.log"
            started.append(daemon(log, "worker.Worker", "--cores", "1", "--memory", "3g", MASTER, core=cores[number]))
        for _ in range(60):
            if (folder / "master.log").read_text().count("Registering worker") == workers:
                break
            time.sleep(1)
        else:
            raise RuntimeError("the workers did not register: " + (folder / "master.log").read_text())
        yield started[1:]
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def daemon(log, name, *arguments, core=None):
    command = [f"{SPARK['SPARK_HOME']}/bin/spark-class", f"org.apache.spark.deploy.{name}", "--webui-port", "0", *arguments]
    environment = {**SPARK, "SPARK_WORKER_DIR": str(log.parent / "workers")}
    keep = None if core is None else lambda: os.sched_setaffinity(0, {core})
    with open(log, "w") as to:
        return subprocess.Popen(command, stdout=to, stderr=to, preexec_fn=keep, env=environment)


def on_cluster(command, folder, executors, commands):
    """Seconds of the first command with the session's start, seconds of the last command, and what its run.json says."""
    outputs, log, started = [folder / f"out{executors}-{number}" for number in range(commands)], folder / "job.log", time.time()
    with open(log, "w") as to:
        job = [*submit(executors), HOME / "bench" / "commands_job.py", *command, "--", *outputs]
        with subprocess.Popen([str(part) for part in job], stdout=subprocess.PIPE, stderr=to, text=True, env=SPARK) as process:
            said = [(time.time() - started, line) for line in process.stdout]
    if process.returncode:
        raise RuntimeError("".join(line for _, line in said) + log.read_text())
    done = [(since, float(line.removeprefix(SECONDS))) for since, line in said if line.startswith(SECONDS)]
    run = json.loads((outputs[-1] / "_atlasprox" / "run.json").read_text())
    for output in outputs:
        shutil.rmtree(output)
    return done[0][0], done[-1][1], run


def submit(executors):
    conf = {
        "spark.cores.max": executors,
        "spark.executor.cores": 1,
        "spark.executor.memory": "2g",
        "spark.driver.memory": "2g",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    settings = (part for name, value in conf.items() for part in ("--conf", f"{name}={value}"))
    return [f"{SPARK['SPARK_HOME']}/bin/spark-submit", "--master", MASTER, *settings, "--jars", HOME / "target" / "atlasprox.jar"]


def sent(folder, prototypes, dimension):
    cells, log = drawn(folder, SENT_CELLS, dimension), folder / "events"
    log.mkdir()
    events = {"enabled": "true", "dir": log.as_uri(), "logBlockUpdates.enabled": "true", "compress": "false", "rolling.enabled": "false"}
    atlasprox(
        "fit", "--input", cells, "--embedding", "X_pca", "--batch", "batch", "--prototypes", prototypes, "--model", folder / "model",
        ATLASPROX_JAVA_OPTIONS=" ".join(f"-Dspark.eventLog.{name}={value}" for name, value in events.items()))
    (file,) = log.iterdir()
    rounds = Rounds()
    with open(file) as lines:
        for line in lines:
            rounds.take(json.loads(line))
    broadcast, shuffled, results = (sum(of) / len(of) / BATCHES for of in (rounds.broadcast, rounds.shuffled, rounds.results))
    at_many = (f"{of * MANY / 1e9:.2f}" for of in (broadcast, results))
    print(row(prototypes, dimension, *(f"{of:,.0f}" for of in (broadcast, shuffled, results)), *at_many), flush=True)


class Rounds:
    """What the rounds of a fit sent in bytes, one entry a round, from the events of Spark's log in their order."""

    def __init__(self):
        self.broadcast, self.shuffled, self.results = [], [], []
        self.pieces, self.seen, self.stages = [], set(), {}

    def take(self, event):
        kind = event["Event"].removeprefix("org.apache.spark.scheduler.")
        if kind == "SparkListenerBlockUpdated":
            self.take_block(event["Block Updated Info"])
        elif kind == "SparkListenerJobStart":
            if (event["Properties"].get("spark.job.description") or "").startswith(ROUND):
                self.start({stage["Stage ID"]: stage for stage in event["Stage Infos"]})
            self.pieces = []
        elif kind == "SparkListenerTaskEnd" and event["Stage ID"] in self.stages:
            self.take_task(event["Task Metrics"])

    def start(self, stages):
        self.stages = stages
        self.broadcast.append(sum(self.pieces))
        self.shuffled.append(0)
        self.results.append(0)

    def take_block(self, block):
        """Broadcasts since the last job began: the mixture, and what little it took to run that job. Those that go are told of too."""
        name, size = block["Block ID"], block["Memory Size"] + block["Disk Size"]
        if name.startswith("broadcast_") and "piece" in name and name not in self.seen:
            self.seen.add(name)
            self.pieces.append(size)

    def take_task(self, metrics):
        shuffled = metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
        self.shuffled[-1] += shuffled
        # Tasks that shuffle tell the driver only where.
        self.results[-1] += 0 if shuffled else metrics["Result Size"]


if __name__ == "__main__":
    main()
