#!/usr/bin/env python3
"""Many batches, and a batch far larger than the rest: what they cost in time and memory, on cells of `synth`.

bench/.venv/bin/python bench/batches.py [--cases skew,many,wide] [--share 1.0] [--folder FOLDER] [-- options of correct]

* skew: a million cells of 50 dimensions, in 100 equal batches, and with 90 % of them in the first. The ratio of times is to be 1.2 at most.
* many: 10,000 batches of 200 cells of 50 dimensions, 100 prototypes, in a Java heap of 5 GB.
* wide: 1,000 batches of 200 cells of 1,280 dimensions, 100 prototypes, in a Java heap of 6 GB: the experts alone take 2 GB.

Every batch holds cells of all types, which is the worst case for memory: each batch then has an expert of its own for nearly every prototype.
Seconds are those of the process, with the start of JVM and Spark; the peak is of its resident memory, heap and all else. With --share the
batches of many and wide are as many times fewer, and so are the cells of skew. Needs 4 GB of disk in the folder, which is the temporary one.
"""
import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import common
from common import HOME, atlasprox, head, machine, row

MOST_RATIO = 1.2
TYPES = 20


@dataclass
class Case:
    name: str
    cells: int
    batches: int
    dimension: int
    heap: str
    synth: tuple = ()
    correct: tuple = ()

    def scaled(self, share):
        """As large a share of the case; fewer batches, or fewer cells where the number of batches is what the case is about."""
        batches = self.batches if self.name in SKEW else max(2, round(self.batches * share))
        return Case(self.name, round(self.cells * share), batches, self.dimension, self.heap, self.synth, self.correct)


EQUAL, LARGEST = SKEW = ("100 equal batches", "one of 100 has 90 %")
CASES = {
    "skew": [
        Case(EQUAL, 1_000_000, 100, 50, "4g"),
        Case(LARGEST, 1_000_000, 100, 50, "4g", synth=("--largest-batch-share", 0.9)),
    ],
    "many": [Case("10,000 batches", 2_000_000, 10_000, 50, "5g", correct=("--prototypes", 100))],
    "wide": [Case("1,000 wide batches", 200_000, 1_000, 1_280, "6g")],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--share", type=float, default=1.0, help="of the cells, for a trial")
    parser.add_argument("--folder", help="where to put cells and outputs, all of which are removed afterwards")
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    print(head("case", "cells", "batches", "d", "heap", "seconds", "of the fit", "peak GB", "model MB", "report MB"), flush=True)
    seconds = {}
    for case in (case.scaled(given.share) for name in given.cases.split(",") for case in CASES[name]):
        with tempfile.TemporaryDirectory(prefix="atlasprox-batches-", dir=given.folder) as folder:
            seconds[case.name], run = measured(case, Path(folder), given.options)
    print(f"\n{machine(run)}")
    if set(SKEW) <= set(seconds):
        ratio = seconds[LARGEST] / seconds[EQUAL]
        print(f"skew: {ratio:.2f} times the time of equal batches, {MOST_RATIO} at most: {'met' if ratio <= MOST_RATIO else 'missed'}")


def measured(case, folder, options):
    cells, output = folder / "cells", folder / "out"
    atlasprox(
        "synth", "--cells", case.cells, "--batches", case.batches, "--dimension", case.dimension, "--types", TYPES, "--output", cells,
        *case.synth)
    job = ("correct", "--input", cells, "--embedding", "X_pca", "--batch", "batch", "--output", output, *case.correct, *options)
    seconds, _, peak = common.measured((HOME / "submit/local.sh", *job), ATLASPROX_HEAP=case.heap)
    own = output / "_atlasprox"
    run = json.loads((own / "run.json").read_text())
    model = sum(file.stat().st_size for file in (own / "model").rglob("*") if file.is_file())
    report = (own / "report.html").stat().st_size
    print(row(
        case.name, f"{case.cells:,}", f"{case.batches:,}", f"{case.dimension:,}", case.heap, f"{seconds:.0f}", f"{run['fit']['seconds']:.0f}",
        f"{peak:.1f}", f"{model / 1e6:.0f}", f"{report / 1e6:.1f}"), flush=True)
    return seconds, run


if __name__ == "__main__":
    main()
