"""Spark sessions that know the Java program."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from py4j.java_gateway import JavaPackage
from pyspark import SparkContext
from pyspark.sql import SparkSession
from pyspark.sql.utils import is_remote

from atlasprox._gateway import start_java

if TYPE_CHECKING:
    from py4j.java_gateway import JavaClass


def jar_path() -> str:
    """Path of the jar that came with this package, for `spark.jars` or `spark-submit --jars`."""
    return str(Path(__file__).parent / "jars" / "atlasprox.jar")


def session(
    master: str | None = None, app_name: str = "atlasprox", config: Mapping[str, Any] | None = None
) -> SparkSession:
    """Make a Spark session with the jar, or return the running one if it has the jar.

    Parameters
    ----------
    master
        Where Spark runs, such as "local[4]" or "spark://host:7077"; by default as Spark is configured, else all
        cores of this machine.
    app_name
        The name that Spark's pages show.
    config
        Further Spark settings. The heap (`spark.driver.memory`) is a half of this machine's memory unless set here, and
        Spark's own bars (`spark.ui.showConsoleProgress`) are off.

    Raises
    ------
    RuntimeError
        If a session is running without the jar; Spark takes no jar later.
    """
    settings: dict[str, Any] = {**_driver_memory(), "spark.ui.showConsoleProgress": "false", **(config or {})}
    settings["spark.jars"] = ",".join(filter(None, [settings.get("spark.jars"), jar_path()]))
    if not is_remote():
        start_java(settings if master is None else {"spark.master": master, **settings})
    builder = SparkSession.builder.appName(app_name).config(map=settings)
    spark = (builder.master(master) if master else builder).getOrCreate()
    java_class("atlasprox.ml.BatchRefiner")
    return spark


def java_class(name: str) -> JavaClass:
    """Look a class of the Java program up; name is its full name.

    Raises
    ------
    RuntimeError
        If there is no Spark session, or none that has the program's jar.
    """
    if is_remote():
        raise RuntimeError(
            "AtlasProx runs in a classic Spark session; Spark Connect gives no access to its Java classes"
        )
    found = SparkContext._jvm
    if found is None:
        raise RuntimeError("there is no Spark session: make one by atlasprox.session()")
    for part in name.split("."):
        found = getattr(found, part)
    if isinstance(found, JavaPackage):
        raise RuntimeError(
            "this Spark session runs without AtlasProx's jar: stop it and make one by atlasprox.session(), or by"
            ' SparkSession.builder.config("spark.jars", atlasprox.jar_path()), or start it with'
            f" spark-submit --jars {jar_path()}"
        )
    return found


def _driver_memory() -> dict[str, str]:
    if not hasattr(os, "sysconf"):
        return {}
    mebibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {"spark.driver.memory": f"{mebibytes // 2}m"}
