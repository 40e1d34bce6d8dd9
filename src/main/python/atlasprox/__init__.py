"""AtlasProx from Python: batch correction of single-cell embeddings on Apache Spark.

`atlasprox.ml` has the Spark ML stages, `atlasprox.anndata` refines an AnnData in one call.
"""

from importlib.metadata import version

from atlasprox._command import run
from atlasprox._errors import BadDataError
from atlasprox._spark import jar_path, session

__all__ = ["BadDataError", "__version__", "jar_path", "run", "session"]

__version__ = version("atlasprox")
