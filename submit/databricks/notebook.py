# Databricks notebook source
# MAGIC %md
# MAGIC # AtlasProx: an embedding refined, scored and written back
# MAGIC
# MAGIC Compute: DBR 18 LTS (Spark 4.1) or 17.3 LTS (Spark 4.0), dedicated access, with `atlasprox.jar` as a library of the cluster. Edit in
# MAGIC two places: the wheel's path below, and the settings in the cell after it (or set them as the job's parameters). Runs as plain PySpark too.

# COMMAND ----------

# MAGIC %pip install --no-deps /Volumes/main/atlas/files/atlasprox-0.1.0-py3-none-any.whl

# COMMAND ----------

import os

import atlasprox
from atlasprox.ml import BatchRefiner


def setting(name, default):
    """A widget of the notebook, or a variable of the environment (ATLASPROX_CELLS, ...), or the default."""
    if "dbutils" in globals():
        dbutils.widgets.text(name, default)  # noqa: F821
        return dbutils.widgets.get(name)  # noqa: F821
    return os.environ.get(f"ATLASPROX_{name.upper()}", default)


CELLS = setting("cells", "/Volumes/main/atlas/files/cells")  # a folder, or a table such as main.atlas.cells
FORMAT = setting("format", "parquet")  # of the folder: parquet or delta
EMBEDDING = setting("embedding", "X_pca")
BATCH = setting("batch", "donor").split(",")
LABEL = setting("label", "cell_type")  # for scores and pictures only, never for fitting
OUTPUT = setting("output", "/Volumes/main/atlas/files/corrected")  # a folder that does not exist yet
TABLE = setting("table", "")  # a table to write to as well; empty for none

if "spark" not in globals():
    spark = atlasprox.session()

# COMMAND ----------

cells = spark.read.format(FORMAT).load(CELLS) if "/" in CELLS else spark.read.table(CELLS)
model = BatchRefiner(embeddingCol=EMBEDDING, batchCol=BATCH).fit(cells)
for warning in model.summary["warnings"]:
    print("Warning:", warning)

# COMMAND ----------

model.transform(cells).write.parquet(OUTPUT)
model.save(f"{OUTPUT}_model")
if TABLE:
    spark.read.parquet(OUTPUT).write.saveAsTable(TABLE)

# COMMAND ----------

# MAGIC %md
# MAGIC ## Scorecard and pictures

# COMMAND ----------

report = f"{OUTPUT}_scores.html"
scorecard = atlasprox.run(
    "evaluate", "--input", OUTPUT, "--embedding", f"{EMBEDDING},{EMBEDDING}_corrected", "--batch", ",".join(BATCH),
    "--label", LABEL, "--report", report)  # fmt: skip
print(scorecard)
if "displayHTML" in globals():
    with open(report) as page:
        displayHTML(page.read())  # noqa: F821
