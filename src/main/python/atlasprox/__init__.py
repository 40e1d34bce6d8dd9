"""AtlasProx from Python: batch correction of single-cell embeddings on Apache Spark.

`atlasprox.ml` has the Spark ML stages, `atlasprox.anndata` refines an AnnData in one call.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlasprox._command import run
    from atlasprox._errors import BadDataError
    from atlasprox._spark import jar_path, session

__all__ = ["BadDataError", "__version__", "jar_path", "run", "session"]

__version__ = version("atlasprox")
_PLACES = {
    "BadDataError": "atlasprox._errors",
    "jar_path": "atlasprox._spark",
    "run": "atlasprox._command",
    "session": "atlasprox._spark",
}


def __getattr__(name: str) -> object:
    """Load Spark with what needs it: Flower's apps do without."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
