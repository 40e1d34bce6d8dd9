#!/usr/bin/env python3
"""How time and memory of `correct` grow, beside those who do the same job on this machine in the same run.

bench/.venv/bin/python bench/scale.py harmony [--cells 1000000] [-- options of correct]
    aligned against harmonypy, from one Parquet table to another with one more column
bench/.venv/bin/python bench/scale.py copy [--cells 5000000]
    scbatchprox --solver moments against a Spark job that only copies the table
bench/.venv/bin/python bench/scale.py writer [--cells 5000000]
    what laying arrays into Parquet's pages at once saves: aligned against itself with Spark's own writer
bench/.venv/bin/python bench/scale.py annotate [--cells 2000000] [--labels 1000]
    annotate against apply, both with the model of a fit to a tenth of the cells that has learned their labels
bench/.venv/bin/python bench/scale.py memory [--cells 2000000 20000000]
    aligned in a heap of 4 GB, at two sizes

Cells are those of `synth`, 8 types in 10 batches, 50 dimensions, with id, batch and type. Seconds are of the whole process: start of JVM or Python, reading, fitting,
correcting, writing. Memory is the process' largest resident size, CPU seconds are those of all its threads.
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

import pyspark
from common import HOME, atlasprox, head, measured, row

EMBEDDING, BATCH, HERE = "X_pca", "batch", Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", choices=STUDIES)
    parser.add_argument("--cells", type=int, nargs="+")
    parser.add_argument("--dimension", type=int, default=50)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--labels", type=int, default=1000, help="cell types, for annotate")
    parser.add_argument("--heap", default="4g", help="Java heap")
    parser.add_argument("--runs", type=int, default=1, help="measure so many times in turn, and show the fastest of each side")
    parser.add_argument("--folder", help="where to make the tables, keep them, and find them the next time; by default a temporary one")
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, Java {java()}, harmonypy {version('harmonypy')}, Spark {version('pyspark')}, Python {platform.python_version()}\n")
    if given.folder:
        STUDIES[given.study](given, Path(given.folder))
    else:
        with tempfile.TemporaryDirectory(prefix="atlasprox-scale-") as folder:
            STUDIES[given.study](given, Path(folder))


def java():
    return subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.split('"')[1]


def harmony(given, folder):
    cells, table = sized(given, folder, 1_000_000)
    sides = {
        "harmonypy": lambda out: python("harmony_job.py", table, EMBEDDING, BATCH, out),
        f"aligned, heap {given.heap}": lambda out: correct(table, out, given.heap, given.options),
    }
    compared(cells, sides, folder, given.runs)


def copy(given, folder):
    cells, table = sized(given, folder, 5_000_000)
    options = ["--method", "scbatchprox", "--solver", "moments", *given.options]
    sides = {
        f"copy, heap {given.heap}": lambda out: submitted("copy_job.py", given.heap, table, out),
        f"scbatchprox, moments, heap {given.heap}": lambda out: correct(table, out, given.heap, options),
    }
    compared(cells, sides, folder, given.runs)


def writer(given, folder):
    cells, table = sized(given, folder, 5_000_000)
    sides = {
        "aligned, Spark's writer": lambda out: by_sparks_writer(*correct(table, out, given.heap, given.options)),
        "aligned": lambda out: correct(table, out, given.heap, given.options),
    }
    compared(cells, sides, folder, given.runs)


def by_sparks_writer(command, environment):
    """Which is taken where a setting is given that the program's does not know; this is the value that the setting has by default."""
    return command, {**environment, "ATLASPROX_JAVA_OPTIONS": "-Dspark.hadoop.parquet.page.row.count.limit=20000"}


def annotate(given, folder):
    """One seed, so that the tenth has the types and the batches of all cells."""
    cells = given.cells[0] if given.cells else 2_000_000
    types = ["--types", given.labels]
    table, reference = made(given, folder, cells, *types), made(given, folder, cells // 10, *types)
    model = folder / f"{reference.name}-model"
    if not model.exists():
        columns = ["--embedding", EMBEDDING, "--batch", BATCH]
        atlasprox("fit", "--input", reference, *columns, "--label", "cell_type", "--model", model, ATLASPROX_HEAP=given.heap)
    sides = {
        f"{name}, heap {given.heap}": lambda out, name=name: with_model(name, table, model, out, given.heap, given.options)
        for name in ("apply", "annotate")
    }
    compared(cells, sides, folder, given.runs)


def with_model(command, table, model, out, heap, options):
    line = [HOME / "submit/local.sh", command, "--input", table, "--model", model, "--embedding", EMBEDDING, "--batch", BATCH]
    return [*line, "--output", out, *options], {"ATLASPROX_HEAP": heap}


def sized(given, folder, usual):
    cells = given.cells[0] if given.cells else usual
    return cells, made(given, folder, cells)


def memory(given, folder):
    print(head("cells", "heap", "seconds", "microseconds a cell", "GB", "seconds and GB relative to the first"))
    first = None
    for cells in given.cells or [2_000_000, 20_000_000]:
        table = made(given, folder, cells)
        command, environment = correct(table, folder / "out", given.heap, given.options)
        seconds, _, size = measured(command, **environment)
        here = (seconds / cells, size)
        first = first or here
        growth = f"{here[0] / first[0]:.2f} a cell, {here[1] / first[1]:.2f}"
        print(row(f"{cells:,}", given.heap, f"{seconds:.1f}", f"{1e6 * here[0]:.1f}", f"{size:.2f}", growth), flush=True)
        shutil.rmtree(folder / "out")


def compared(cells, sides, folder, runs):
    """Runs the sides in turn; the first is what the others are held against."""
    best = {}
    for _ in range(runs):
        for name, job in sides.items():
            command, environment = job(folder / "out")
            here = measured(command, **environment)
            best[name] = min(here, best.get(name, here))
            (shutil.rmtree if (folder / "out").is_dir() else os.remove)(folder / "out")
    peer = next(iter(best.values()))
    print(head(f"{cells:,} cells", "seconds", "CPU seconds", "GB", "seconds relative"))
    for name, (seconds, cpu, size) in best.items():
        print(row(name, f"{seconds:.1f}", f"{cpu:.1f}", f"{size:.2f}", f"{seconds / peer[0]:.2f}"))


def made(given, folder, cells, *types):
    """The table of so many cells; types are further options of synth."""
    table = folder / "-".join(map(str, [f"{cells}x{given.dimension}in{given.batches}", *types[1:]]))
    if not table.exists():
        sizes = ["--cells", cells, "--dimension", given.dimension, "--batches", given.batches, *types]
        atlasprox("synth", *sizes, "--truth", "none", "--output", table)
    return table


def correct(table, out, heap, options):
    command = [HOME / "submit/local.sh", "correct", "--input", table, "--embedding", EMBEDDING, "--batch", BATCH, "--output", out, *options]
    return command, {"ATLASPROX_HEAP": heap}


def python(script, *arguments):
    return [sys.executable, HERE / script, *arguments], {}


def submitted(script, heap, *arguments):
    """By spark-submit, which becomes the JVM."""
    submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    return [submit, "--master", "local[*]", "--driver-memory", heap, HERE / script, *arguments], {"PYSPARK_PYTHON": sys.executable}


STUDIES = {"harmony": harmony, "copy": copy, "writer": writer, "annotate": annotate, "memory": memory}

if __name__ == "__main__":
    main()
