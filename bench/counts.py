#!/usr/bin/env python3
"""How time and memory of `embed` grow, beside scanpy on this machine in the same run.

bench/.venv/bin/python bench/counts.py scanpy [--cells 200000] [--genes 2000] [--runs 3]
    against scanpy, from one h5ad file to a PCA in another one: normalize_total, log1p, highly_variable_genes if fewer than all genes are taken, pca
bench/.venv/bin/python bench/counts.py whole [--cells 1000000] [--genes 20000]
    the whole way in one command, `correct --counts --label`: components, correction, a model that tells labels, scores and report; beside scanpy, harmonypy
    and the nearest cells by scanpy, without scores and report; from one h5ad file. Where the peer runs out of memory, fewer cells
bench/.venv/bin/python bench/counts.py memory [--cells 500000 2000000] [--genes 20000]
    in a heap of 4 GB, at two sizes, from Parquet
bench/.venv/bin/python bench/counts.py executors [--cells 200000] [--genes 20000] [--commands 2]
    two executors of a core each against one, on Spark's standalone cluster on this machine, by commands one after another in one session

Cells are those of `synth`, 8 types in 10 batches. With 20,000 genes and 500 counts a cell about 2 of 100 are filled. Seconds are of the whole process,
start of JVM or Python, reading, computing, writing; memory is the process' largest resident size, CPU seconds are those of all its threads.
"""
import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from common import HOME, LABEL, atlasprox, head, measured, row
from executors import cluster, on_cluster
from scale import compared, java, python

BATCH, COMPONENTS, BATCHES = "batch", 30, 10
HEAP = "4g"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", choices=STUDIES)
    parser.add_argument("--cells", type=int, nargs="+")
    parser.add_argument("--genes", type=int, help="that are counted")
    parser.add_argument("--taken", type=int, default=2000, help="highly variable genes; all where there are no more")
    parser.add_argument("--depth", type=int, help="counts of a cell; by default 1000 in the study scanpy, else 500")
    parser.add_argument("--heap", default=HEAP, help="Java heap")
    parser.add_argument("--runs", type=int, default=1, help="measure so many times in turn, and show the fastest of each side")
    parser.add_argument("--commands", type=int, default=2, help="commands in one session of executors; the last counts")
    parser.add_argument("--folder", type=Path, help="where to make the tables, keep them, and find them the next time; by default a temporary one")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, Java {java()}, scanpy {version('scanpy')}, Spark {version('pyspark')}, Python {platform.python_version()}\n")
    if given.folder:
        STUDIES[given.study](given, given.folder)
    else:
        with tempfile.TemporaryDirectory(prefix="atlasprox-counts-") as folder:
            STUDIES[given.study](given, Path(folder))


def scanpy(given, folder):
    cells, genes = first(given, 200_000), given.genes or 2_000
    file = h5ad(made(given, folder, cells, genes, 1_000))
    sides = {
        "scanpy": lambda out: python("scanpy_job.py", file, BATCH, genes_taken(given, genes), COMPONENTS, out),
        f"embed, heap {given.heap}": lambda out: program("embed", given, file, genes, out),
    }
    compared(cells, sides, folder, given.runs)


def whole(given, folder):
    cells, genes = first(given, 1_000_000), given.genes or 20_000
    file = h5ad(made(given, folder, cells, genes, 500))
    sides = {
        "scanpy, harmonypy": lambda out: python("whole_job.py", file, BATCH, genes_taken(given, genes), COMPONENTS, out),
        f"correct --counts, heap {given.heap}": lambda out: program("correct", given, file, genes, out, "--counts", "--label", LABEL),
    }
    compared(cells, sides, folder, given.runs)


def h5ad(table):
    """The file of the same cells."""
    file = table.with_suffix(".h5ad")
    if not file.exists():
        # In a process of its own: what this one holds would count as the size of those that it starts.
        subprocess.run([sys.executable, HOME / "bench" / "counts_h5ad.py", table, file], check=True)
    return file


def memory(given, folder):
    genes = given.genes or 20_000
    print(head("cells", "genes", "heap", "seconds", "microseconds a cell", "GB", "seconds and GB relative to the first"), flush=True)
    smallest = None
    for cells in given.cells or [500_000, 2_000_000]:
        command, environment = program("embed", given, made(given, folder, cells, genes, 500), genes, folder / "out")
        seconds, _, size = measured(command, **environment)
        here = (seconds / cells, size)
        smallest = smallest or here
        growth = f"{here[0] / smallest[0]:.2f} a cell, {here[1] / smallest[1]:.2f}"
        print(row(f"{cells:,}", f"{genes:,}", given.heap, f"{seconds:.1f}", f"{1e6 * here[0]:.1f}", f"{size:.2f}", growth), flush=True)
        shutil.rmtree(folder / "out")


def executors(given, folder):
    cells, genes = first(given, 200_000), given.genes or 20_000
    job = ("embed", *options(given, made(given, folder, cells, genes, 500), genes))
    print(head("executors", "first command, with the session's start", "last command"), flush=True)
    last = {}
    with tempfile.TemporaryDirectory(prefix="atlasprox-counts-", dir=folder) as place, cluster(Path(place), workers=2):
        for number in (1, 2):
            start, last[number], _ = on_cluster(job, Path(place), number, given.commands)
            print(row(number, f"{start:.1f}", f"{last[number]:.1f}"), flush=True)
    print(f"\n{cells:,} cells x {genes:,} genes; two executors: {last[1] / last[2]:.2f} times as fast as one")


def first(given, usual):
    return given.cells[0] if given.cells else usual


def made(given, folder, cells, genes, usual_depth):
    depth = given.depth or usual_depth
    table = folder / f"{cells}x{genes}of{depth}"
    if not table.exists():
        atlasprox(
            "synth", "--cells", cells, "--batches", BATCHES, "--genes", genes, "--depth", depth, "--embedding", "none", "--truth", "none",
            "--partitions", max(8, cells // 20_000), "--output", table)
    return table


def genes_taken(given, genes):
    """0 for all of them, as the command line has it."""
    return 0 if given.taken >= genes else given.taken


def options(given, table, genes):
    return ["--input", table, "--batch", BATCH, "--genes", genes_taken(given, genes), "--dimension", COMPONENTS]


def program(command, given, table, genes, out, *more):
    return [HOME / "submit/local.sh", command, *options(given, table, genes), *more, "--output", out], {"ATLASPROX_HEAP": given.heap}


STUDIES = {"scanpy": scanpy, "whole": whole, "memory": memory, "executors": executors}

if __name__ == "__main__":
    main()
