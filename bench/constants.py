#!/usr/bin/env python3
"""What the constants of `aligned` that are no settings do: each in turn halved, doubled or so, the others as they are.

bench/.venv/bin/python bench/constants.py [--seeds 1] [--cases "balanced, far;single-type, far"] [--constants WIDTH,LONG]

Relative distance to the truth (smaller is better) on the `synth` cells of bench/truth.py, means over the seeds; written as a Markdown table,
a line as soon as its constant is measured. The class that has a constant is compiled once more with another value, and put before the
program's jar: needs javac beside java, and nothing but this clone. About half a minute a line and seed on two cores.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from common import HOME, atlasprox, distance_to_truth, head, matrix, row
from truth import drawn

# By name: the values to try. The value in force is read from the source.
VALUES = {
    "WIDTH": ["0.125", "0.5"],
    "MORE_THAN_A_GROUP": ["1.0", "1.3"],
    "LONG": ["1.0 / 0.3", "1.0 / 0.075"],
    "MOST_PLACES": ["50", "200"],
    "SETTLING_SWEEPS": ["1", "6"],
    "CLIMBS": ["2", "10"],
    "MOST_CENTROIDS": ["10", "40"],
    "CELLS_PER_CENTROID": ["5.0", "20.0"],
    "LEAST_SPREAD": ["0.05", "0.2"],
    "AGREEMENT": ["10.0", "40.0"],
    "LEAST_OTHERS": ["0.025", "0.1"],
    "ABSENT": ["1e-6", "1e-4"],
}
CASES = ["partly-disjoint, near", "imbalance, near", "partly-disjoint, far", "single-type, far", "imbalance, far"]
SOURCES = HOME / "src" / "main" / "java"
# Runs one command a line in one JVM.
COMMANDS = """
import java.io.PrintWriter;
import java.nio.file.*;

public class Commands {
    public static void main(String[] args) throws Exception {
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            PrintWriter said = new PrintWriter(System.err, true);
            if (atlasprox.cli.Main.run(said, said, line.split("\\t")) != 0) {
                System.exit(1);
            }
        }
        System.exit(0);
    }
}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--cases", default=";".join(CASES))
    parser.add_argument("--constants", default=",".join(VALUES))
    given = parser.parse_args()
    atlasprox("--version")  # Builds the jar where it is missing or older than the sources.
    cases = given.cases.split(";")
    print(head("constant", "value", *cases, "mean"))
    with tempfile.TemporaryDirectory(prefix="atlasprox-constants-") as folder:
        folder = Path(folder)
        tables = {(case, seed): folder / f"{place}-{seed}" for place, case in enumerate(cases) for seed in range(given.seeds)}
        cells = {(case, seed): drawn(*case.split(", "), seed, table) for (case, seed), table in tables.items()}
        show("as it is", "", cases, distances(folder, tables, cells))
        for name in given.constants.split(","):
            for value in VALUES[name]:
                show(name, f"{value} for {in_force(name)[1]}", cases, distances(folder, tables, cells, name, value))


def show(name, value, cases, found):
    means = [float(pd.Series([of for (case, _), of in found.items() if case == wanted]).mean()) for wanted in cases]
    print(row(name, value, *means, float(pd.Series(means).mean())), flush=True)


def in_force(name):
    """(source file, value) of a constant."""
    found = [
        (source, match.group(1))
        for source in (SOURCES / "atlasprox" / "aligned").rglob("*.java")
        if (match := declaration(name).search(source.read_text()))
    ]
    if len(found) != 1:
        sys.exit(f"{name} is a constant of {len(found)} classes below {SOURCES / 'atlasprox' / 'aligned'}; name one that is of one")
    return found[0]


def declaration(name):
    return re.compile(rf"(?<=\b{name} = )([^;]+)")


def distances(folder, tables, cells, name=None, value=None):
    """The distance to the truth of every table, corrected with another value of a constant."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        work = Path(work)
        compile_with(work, name, value)
        outputs = {key: work / f"corrected-{place}" for place, key in enumerate(tables)}
        correct_all(work, {tables[key]: (outputs[key], key[1]) for key in tables})
        return {key: distance(cells[key], outputs[key]) for key in tables}


def compile_with(work, name, value):
    sources = [work / "Commands.java"]
    sources[0].write_text(COMMANDS)
    if name:
        source = in_force(name)[0]
        sources.append(work / source.name)
        sources[1].write_text(declaration(name).sub(value, source.read_text()))
    run("javac", "-nowarn", "-proc:none", "-d", work / "classes", "-cp", class_path(), *sources)


def class_path():
    return f"{HOME / 'target' / 'atlasprox.jar'}:{(HOME / 'target' / 'spark.classpath').read_text().strip()}"


def correct_all(work, outputs):
    commands = work / "commands"
    commands.write_text("".join(
        "\t".join(map(str, ["correct", "--input", table, "--embedding", "X_pca", "--batch", "batch", "--seed", seed, "--output", output])) + "\n"
        for table, (output, seed) in outputs.items()))
    run(
        "java", f"@{HOME / 'submit' / 'jvm.options'}", "-Xmx2g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dspark.master=local[2]",
        "-Dspark.ui.enabled=false", f"-Dlog4j2.configurationFile={HOME / 'conf' / 'log4j2.properties'}",
        "-cp", f"{work / 'classes'}:{class_path()}", "Commands", commands)


def run(program, *arguments):
    java_home = os.environ.get("JAVA_HOME")
    command = [Path(java_home) / "bin" / program if java_home else program, *arguments]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{program} failed:\n{done.stderr}")


def distance(cells, output):
    corrected = pd.read_parquet(output).set_index("cell_id")["X_pca_corrected"]
    return distance_to_truth(matrix(corrected, cells.index), matrix(cells["X_truth"], cells.index))


if __name__ == "__main__":
    main()
