"""What the Python twins of the Java program's Spark ML stages have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from py4j.java_collections import JavaArray
from pyspark.ml.param import TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader
from pyspark.ml.wrapper import JavaParams

from atlasprox._errors import readable_errors
from atlasprox._spark import java_class

if TYPE_CHECKING:
    from typing_extensions import Self

T = TypeVar("T", bound=JavaMLReadable[Any])


def toListOfNames(value: Any) -> list[str]:  # pyspark.ml tells lists by "toList" in a converter's name.
    """Take one name for a list of one."""
    return [value] if isinstance(value, str) else TypeConverters.toListString(value)


class JavaTwin(JavaParams):
    """A stage whose defaults are those of its Java object, and stand nowhere else."""

    _input_kwargs: dict[str, Any]

    def _set_named(self, values: dict[str, Any]) -> Self:
        """Set Params by keyword, but those that are None. A Param may have several names: lambda and lambda_."""
        keywords: dict[str, str] = {}
        for keyword in (keyword for keyword, value in values.items() if value is not None):
            name = self.getParam(keyword).name
            if name in keywords:
                raise TypeError(f"{keywords[name]} and {keyword} are names of the same setting: give one of them")
            keywords[name] = keyword
        return self._set(**{name: values[keyword] for name, keyword in keywords.items()})

    def _transfer_params_from_java(self) -> None:
        self._defaultParamMap.clear()
        super()._transfer_params_from_java()
        for param, value in list(self._defaultParamMap.items()):
            if isinstance(value, JavaArray):
                self._setDefault(**{param.name: list(value)})


class _Reader(JavaMLReader[T]):
    def load(self, path: str) -> T:
        with readable_errors():
            return super().load(path)


class JavaTwinReadable(JavaMLReadable[T]):
    """Reads what the Java stage of the same full name saved."""

    @classmethod
    def read(cls) -> JavaMLReader[T]:
        """Return a reader of saved stages."""
        java_class(f"{cls.__module__}.{cls.__name__}")
        return _Reader(cls)
