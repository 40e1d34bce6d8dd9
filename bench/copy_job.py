#!/usr/bin/env python3
"""The least that a Spark job over a table can do: read Parquet, write Parquet.

bench/.venv/bin/spark-submit bench/copy_job.py INPUT OUTPUT
"""
import sys

from pyspark.sql import SparkSession


def main(table, output):
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    spark = SparkSession.builder.config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.read.parquet(table).write.parquet(output)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
