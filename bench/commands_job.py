#!/usr/bin/env python3
"""A command over and over in one Spark session, into one folder after the other; for each a line with its seconds.

bench/.venv/bin/spark-submit --jars target/atlasprox.jar bench/commands_job.py COMMAND [OPTION ...] -- OUTPUT [OUTPUT ...]
"""
import sys
import time

from pyspark.sql import SparkSession
from pyspark.sql.utils import to_java_array

SECONDS = "seconds of the command:"


def main(*given):
    spark = SparkSession.builder.getOrCreate()
    end = given.index("--")
    for output in given[end + 1:]:
        started = time.time()
        command(spark, *given[:end], "--output", output)
        print(f"{SECONDS} {time.time() - started:.1f}", flush=True)
    spark.stop()


def command(spark, *arguments):
    """Runs a command of the command line in the session."""
    jvm = spark._jvm
    given = to_java_array(spark.sparkContext._gateway, jvm.java.lang.String, arguments)
    printed, said = jvm.java.io.StringWriter(), jvm.java.io.StringWriter()
    if jvm.atlasprox.cli.Main.run(jvm.java.io.PrintWriter(printed), jvm.java.io.PrintWriter(said), given):
        sys.exit(said.toString())


if __name__ == "__main__":
    main(*sys.argv[1:])
