"""Sessions with and without the jar, and what a user is told; sessions that fail are in processes of their own."""

import subprocess
import sys

import atlasprox

WITHOUT_JAR = """
from pyspark.sql import SparkSession
import atlasprox
from atlasprox.ml import BatchRefiner, BatchRefinerModel

def told(what, *args):
    try:
        what(*args)
    except RuntimeError as error:
        print(error)

told(BatchRefiner)
SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
told(BatchRefiner)
told(BatchRefinerModel.load, "anywhere")
told(atlasprox.session)
"""


def test_without_a_session_or_its_jar_the_remedy_is_told():
    done = subprocess.run([sys.executable, "-c", WITHOUT_JAR], capture_output=True, text=True, timeout=100)
    lines = done.stdout.splitlines()
    assert lines[0] == "there is no Spark session: make one by atlasprox.session()", done.stderr
    assert len(lines) == 4
    assert all("without AtlasProx's jar" in line and "spark.jars" in line for line in lines[1:])
    assert all(f"--jars {atlasprox.jar_path()}" in line for line in lines[1:])


def test_the_running_session_is_taken(spark):
    assert atlasprox.session() is spark


def test_versions_agree(spark):
    assert spark._jvm.atlasprox.Version.atlasprox() == atlasprox.__version__
