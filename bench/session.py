#!/usr/bin/env python3
"""Many fits in one process: the program's jar in one JVM, called from Python, where starting it for each fit would take most of the time.

bench/.venv/bin/python bench/session.py --data DIR compares it with `correct` on panc8, cell by cell.
"""
import argparse
import itertools
import tempfile
from contextlib import contextmanager
from pathlib import Path

from common import HOME, atlasprox, correct, matrix, np, pd, real_sets, with_real_sets

CELL, BATCH, EMBEDDING, NAME = "cell", "batch", "X", "name"


class Session:
    """Spark on this machine with the program's classes; a context manager."""

    def __init__(self, cores=2):
        self.cores = cores

    def __enter__(self):
        from pyspark.sql import DataFrame, SparkSession

        atlasprox("--version")  # Builds the jar where it is missing or older than the sources.
        jar = str(HOME / "target" / "atlasprox.jar")
        settings = {
            "spark.jars": jar,
            "spark.driver.extraClassPath": jar,
            "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={HOME / 'conf' / 'log4j2.properties'}",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": str(self.cores),
            "spark.sql.execution.arrow.pyspark.enabled": "true",
        }
        builder = SparkSession.builder.master(f"local[{self.cores}]").appName("atlasprox bench")
        self.spark, self.frame = builder.config(map=settings).getOrCreate(), DataFrame
        log4j = self.spark._jvm.org.apache.logging.log4j
        log4j.core.config.Configurator.setAllLevels("atlasprox", log4j.Level.WARN)  # No line for each round of hundreds of fits.
        return self

    def __exit__(self, *_):
        self.spark.stop()

    def corrected(self, z, batch, names=None, columns=None, **params):
        """The cells z (one row each) corrected for their batches, in the order given; drawn by their names, where these are given, as the
        command line draws AnnData's. columns are others by name, such as labels. params are the refiner's, by their names in Java."""
        return self.fitted(z, batch, names, columns, **params)[0]

    def fitted(self, z, batch, names=None, columns=None, **params):
        """As corrected, with the fitted model beside."""
        with self.cells(z, batch, names, columns) as cells:
            model = self.model(cells, **({} if names is None else {"idCol": NAME}), **params)
            return self.applied(model, cells), model

    def model(self, cells, **params):
        return self.refiner(embeddingCol=EMBEDDING, batchCol=[BATCH], outputCol="corrected", **params).fit(cells._jdf)

    def applied(self, model, cells):
        """Cells, from `cells`, corrected by a model; one row each, in the order given."""
        found = self.frame(model.transform(cells._jdf), self.spark).select(CELL, "corrected").toPandas()
        return matrix(found.set_index(CELL)["corrected"], np.arange(len(found)))

    @contextmanager
    def cells(self, z, batch, names=None, columns=None):
        """The cells z (one row each), as a table that the program reads while the context lasts."""
        with tempfile.TemporaryDirectory(prefix="atlasprox-session-") as folder:
            table = Path(folder) / "cells.parquet"
            every = {CELL: np.arange(len(z)), BATCH: np.asarray(batch, str), EMBEDDING: list(np.asarray(z, np.float32)), **(columns or {})}
            if names is not None:
                every[NAME] = np.asarray(names, str)
            pd.DataFrame(every).to_parquet(table, index=False)
            yield self.spark.read.parquet(str(table))

    def synth(self, composition="balanced", **settings):
        """The table that `synth` makes, by cell_id; settings are those of SynthSettings, by their names in Java."""
        synth = self.spark._jvm.atlasprox.synth
        builder = synth.SynthSettings.builder().composition(synth.Composition.valueOf(composition.upper().replace("-", "_")))
        for name, value in settings.items():
            getattr(builder, name)(value)
        table = synth.SynthTable.create(self.spark._jsparkSession, builder.build())
        return self.frame(table, self.spark).toPandas().set_index("cell_id")

    def refiner(self, **params):
        refiner = self.spark._jvm.atlasprox.ml.BatchRefiner()
        for name, value in params.items():
            getattr(refiner, f"set{name[0].upper()}{name[1:]}")(self.strings(value) if isinstance(value, list) else value)
        return refiner

    def strings(self, values):
        from pyspark.sql.utils import to_java_array

        gateway = self.spark.sparkContext._gateway
        return to_java_array(gateway, gateway.jvm.java.lang.String, values)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    with_real_sets(parser, ["panc8"])
    sets = real_sets(parser.parse_args())
    with Session() as session:
        for one in sets:
            for method, seed in itertools.product(("scbatchprox", "aligned"), range(2)):
                here = session.corrected(one.embedding(), one.batch, one.cells.obs_names, method=method, seed=seed)
                there, _ = correct(one.table, "X_pca", one.column, "--method", method, "--seed", seed)
                differing = int((here != matrix(there, one.cells.obs_names)).any(axis=1).sum())
                print(f"{one.name}, {method}, seed {seed}: {differing} of {len(here)} cells differ from the command line's")


if __name__ == "__main__":
    main()
