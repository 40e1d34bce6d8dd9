#!/usr/bin/env python3
"""What the constants of `aligned` that are no settings do: each in turn halved, doubled or so, the others as they are.

bench/.venv/bin/python bench/constants.py [--seeds 1] [--cases "balanced, far;single-type, far"] [--constants Spread.LEAST_SPREAD,...]

Relative distance to the truth (smaller is better) on the `synth` cells of bench/truth.py, means over the seeds; written as a Markdown table,
a line as soon as its constant is measured. The class that has a constant is compiled once more with another value, and put before the
program's jar: needs javac beside java, and nothing but this clone. Half a minute a line on two cores with nothing beside.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from common import HOME, distance_to_truth, head, matrix, row
from session import Session
from truth import drawn

# By class and name: the values to try. The value in force is read from the source.
VALUES = {
    "DisplacementVoting.WIDTH": ["0.125", "0.5"],
    "DisplacementVoting.MORE_THAN_A_GROUP": ["0.0", "1.0", "1.3", "100.0"],
    "DisplacementVoting.LONG": ["1.0 / 0.3", "1.0 / 0.075"],
    "DisplacementVoting.MOST_MATCHED": ["50", "200"],
    "DisplacementVoting.SETTLING_SWEEPS": ["1", "6"],
    "DisplacementMatch.CLIMBS": ["2", "10"],
    "ClientCentroids.MOST_CENTROIDS": ["10", "40"],
    "ClientCentroids.CELLS_PER_CENTROID": ["5.0", "20.0"],
    "Spread.LEAST_SPREAD": ["0.05", "0.2"],
    "AlignedSettings.AUTO": ["1.25", "2.0"],
    "PrototypeSearch.MOST_CELLS": ["2_000", "1_000"],
    "Consensus.FENCE": ["3.0", "6.0"],
    "LevelSolver.AGREEMENT": ["10.0", "40.0"],
    "LevelSolver.LEAST_OTHERS": ["0.025", "0.1"],
    "ExpertSolver.ABSENT": ["1e-6", "1e-4"],
}
CASES = ["partly-disjoint, near", "imbalance, near", "partly-disjoint, far", "single-type, far", "imbalance, far"]
SOURCES = HOME / "src" / "main" / "java"
# Corrects the tables given, a seed, a table and an output a line, in one JVM and without a report.
FITS = """
import atlasprox.ml.BatchRefiner;
import java.nio.file.*;
import org.apache.spark.sql.*;

public class Fits {
    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSession.builder().master("local[2]").config("spark.sql.shuffle.partitions", 2).getOrCreate();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            String[] fit = line.split("\\t");
            BatchRefiner refiner = new BatchRefiner()
                    .setEmbeddingCol("X_pca")
                    .setBatchCol(new String[] {"batch"})
                    .setOutputCol("X_corrected")
                    .setSeed(Long.parseLong(fit[0]));
            Dataset<Row> cells = spark.read().parquet(fit[1]).select("cell_id", "batch", "X_pca");
            refiner.fit(cells).transform(cells).select("cell_id", "X_corrected").write().parquet(fit[2]);
        }
        spark.stop();
    }
}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--cases", default=";".join(CASES))
    parser.add_argument("--constants", default=",".join(VALUES))
    given = parser.parse_args()
    cases = given.cases.split(";")
    print(head("constant", "value", *cases, "mean"))
    with tempfile.TemporaryDirectory(prefix="atlasprox-constants-") as folder:
        folder = Path(folder)
        tables = {(case, seed): folder / f"{place}-{seed}" for place, case in enumerate(cases) for seed in range(given.seeds)}
        with Session() as session:  # Which builds the jar where it is missing or older than the sources.
            cells = {(case, seed): drawn(session, *case.split(", "), seed) for case, seed in tables}
        for key, table in tables.items():
            cells[key].reset_index().to_parquet(table, index=False)
        show("as it is", "", cases, distances(folder, tables, cells))
        for name in given.constants.split(","):
            for value in VALUES[name]:
                show(name, f"{value} for {in_force(name)[1]}", cases, distances(folder, tables, cells, name, value))


def show(name, value, cases, found):
    means = [float(pd.Series([of for (case, _), of in found.items() if case == wanted]).mean()) for wanted in cases]
    print(row(name, value, *means, float(pd.Series(means).mean())), flush=True)


def in_force(name):
    """(source file, value) of a constant."""
    of, constant = name.split(".")
    sources = [*SOURCES.rglob(f"{of}.java")]
    found = declaration(constant).search(sources[0].read_text()) if len(sources) == 1 else None
    if not found:
        sys.exit(f"there is no constant {name} below {SOURCES}")
    return sources[0], found.group()


def declaration(constant):
    """Matches its value, or that of a constant of an enum."""
    return re.compile(rf"(?<=\b{constant} = )[^;]+|(?<=\b{constant}\()[^)]+")


def distances(folder, tables, cells, name=None, value=None):
    """The distance to the truth of every table, corrected with another value of a constant."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        work = Path(work)
        compile_with(work, name, value)
        outputs = {key: work / f"corrected-{place}" for place, key in enumerate(tables)}
        correct_all(work, {tables[key]: (outputs[key], key[1]) for key in tables})
        return {key: distance(cells[key], outputs[key]) for key in tables}


def compile_with(work, name, value):
    sources = [work / "Fits.java"]
    sources[0].write_text(FITS)
    if name:
        source = in_force(name)[0]
        sources.append(work / source.name)
        sources[1].write_text(declaration(name.split(".")[1]).sub(value, source.read_text(), count=1))
    run("javac", "-nowarn", "-proc:none", "-d", work / "classes", "-cp", class_path(), *sources)


def class_path():
    return f"{HOME / 'target' / 'atlasprox.jar'}:{(HOME / 'target' / 'spark.classpath').read_text().strip()}"


def correct_all(work, outputs):
    fits = work / "fits"
    fits.write_text("".join(f"{seed}\t{table}\t{output}\n" for table, (output, seed) in outputs.items()))
    run(
        "java", f"@{HOME / 'submit' / 'jvm.options'}", "-Xmx2g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dspark.ui.enabled=false",
        "-Dspark.driver.bindAddress=127.0.0.1", "-Dspark.driver.host=127.0.0.1", f"-Dlog4j2.configurationFile={HOME / 'conf' / 'log4j2.properties'}",
        "-cp", f"{work / 'classes'}:{class_path()}", "Fits", fits)


def run(program, *arguments):
    java_home = os.environ.get("JAVA_HOME")
    command = [Path(java_home) / "bin" / program if java_home else program, *arguments]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{program} failed:\n{done.stderr}")


def distance(cells, output):
    corrected = pd.read_parquet(output).set_index("cell_id")["X_corrected"]
    return distance_to_truth(matrix(corrected, cells.index), matrix(cells["X_truth"], cells.index))


if __name__ == "__main__":
    main()
