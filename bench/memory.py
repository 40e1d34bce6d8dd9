#!/usr/bin/env python3
"""What `inspect` says a run takes of memory, and what it then takes, at thousands of batches.

bench/.venv/bin/python bench/memory.py [--cases aligned,...] [--share 1.0] [--heap 8g] [--folder FOLDER]

A million cells of `synth` of 50 dimensions in 5,000 batches, every batch with cells of all 20 types. The estimate is what `inspect` prints for
one JVM with the same options. Measured is the most that a full collection of garbage found alive in the JVM of `correct`, one a second or so
from its start to its end (`jcmd PID GC.class_histogram`, which needs a JDK): a run needs as much at least, and some more to run well. The two
are to be within a factor of two of each other. The collections make a run about twice as long.
"""
import argparse
import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

from common import HOME, atlasprox, head, row

MOST_RATIO = 2.0
PAUSE = 1.0
CASES = {
    "aligned": (),
    "aligned, K = 100": ("--prototypes", 100),
    "aligned, K = 20": ("--prototypes", 20),
    "scbatchprox, moments": ("--method", "scbatchprox", "--solver", "moments"),
    "scbatchprox, adam": ("--method", "scbatchprox", "--solver", "adam", "--rounds", 2, "--local-epochs", 2),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", help="the beginnings of their names, with semicolons between; default all")
    parser.add_argument("--share", type=float, default=1.0, help="of cells and batches, for a trial")
    parser.add_argument("--heap", default="8g", help="the Java heap")
    parser.add_argument("--folder", help="where to put cells and outputs, all of which are removed afterwards")
    given = parser.parse_args()
    wanted = tuple(given.cases.split(";")) if given.cases else ("",)
    print(head("case", "estimate GB", "measured GB", "estimate / measured"), flush=True)
    ratios = []
    with tempfile.TemporaryDirectory(prefix="atlasprox-memory-", dir=given.folder) as name:
        folder = Path(name)
        atlasprox(
            "synth", "--cells", round(1_000_000 * given.share), "--batches", round(5_000 * given.share), "--dimension", 50, "--types", 20,
            "--truth", "none", "--output", folder / "cells")
        for number, (case, options) in enumerate(CASES.items()):
            if case.startswith(wanted):
                job = ("--input", folder / "cells", "--embedding", "X_pca", "--batch", "batch", *options)
                found = folder / f"found{number}.json"
                atlasprox("inspect", *job, "--json", found, ATLASPROX_HEAP=given.heap)
                estimate = json.loads(found.read_text())["memory"]["here"]
                alive = most_alive(("correct", *job, "--output", folder / f"out{number}"), given.heap)
                ratios.append(estimate / alive)
                print(row(case, estimate / 1e9, alive / 1e9, estimate / alive), flush=True)
    met = all(1 / MOST_RATIO <= ratio <= MOST_RATIO for ratio in ratios)
    print(f"\nwithin a factor of {MOST_RATIO}: {'met' if met else 'missed'}")


def most_alive(arguments, heap):
    """The most bytes alive in a run of the program. The script gives its process over to the JVM, so that its number is the JVM's."""
    most = 0
    with tempfile.TemporaryFile("w+") as log:
        command = [str(part) for part in (HOME / "submit/local.sh", *arguments)]
        run = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "ATLASPROX_HEAP": heap})
        while run.poll() is None:
            histogram = subprocess.run(["jcmd", str(run.pid), "GC.class_histogram"], capture_output=True, text=True)
            total = re.search(r"^Total\s+\d+\s+(\d+)", histogram.stdout, re.MULTILINE)
            most = max(most, int(total.group(1)) if total else 0)
            time.sleep(PAUSE)
        if run.returncode:
            log.seek(0)
            raise RuntimeError(log.read())
    return most


if __name__ == "__main__":
    main()
