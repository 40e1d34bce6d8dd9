#!/usr/bin/env python3
"""The least that a Spark job over a table can do: read Parquet, write Parquet.

bench/.venv/bin/python bench/copy_job.py INPUT OUTPUT HEAP
"""
import sys

from pyspark.sql import SparkSession


def main(table, output, heap):
    settings = {
        "spark.driver.memory": heap,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    spark = SparkSession.builder.master("local[*]").config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.read.parquet(table).write.parquet(output)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
