#!/usr/bin/env python3
"""Commands one after another in one Spark session: `correct` into one folder after the other; a line with its seconds for each.

bench/.venv/bin/spark-submit --jars target/atlasprox.jar bench/correct_job.py TABLE EMBEDDING BATCH OUTPUT [OUTPUT ...]
"""
import sys
import time

from pyspark.sql import SparkSession


def main(table, embedding, batch, *outputs):
    spark = SparkSession.builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    for output in outputs:
        started = time.time()
        command(spark, "correct", "--input", table, "--embedding", embedding, "--batch", batch, "--output", output)
        print(f"{time.time() - started:.1f}", flush=True)
    spark.stop()


def command(spark, *arguments):
    """Runs a command of the command line in the session."""
    context = spark.sparkContext
    java, given = context._jvm.java.io, context._gateway.new_array(context._jvm.java.lang.String, len(arguments))
    for place, argument in enumerate(arguments):
        given[place] = argument
    said = java.StringWriter()
    if context._jvm.atlasprox.cli.Main.run(java.PrintWriter(java.StringWriter()), java.PrintWriter(said), given):
        sys.exit(said.toString())


if __name__ == "__main__":
    main(*sys.argv[1:])
