"""Writes src/main/python/atlasprox/_params.py from the Params of the Java stages: names, types and documentation.

src/test/python/run --write-params calls it; a test fails where the file is not what this would write.
"""

import keyword
import subprocess
import sys
import textwrap
from pathlib import Path

import atlasprox
from atlasprox._spark import java_class

FILE = Path(__file__).resolve().parents[2] / "main" / "python" / "atlasprox" / "_params.py"
WIDTH = 110

# A Param's class in Java: what its setter takes, what its getter gives, its converter.
TYPES = {
    "Param": ("str", "str", "TypeConverters.toString"),
    "IntParam": ("int", "int", "TypeConverters.toInt"),
    "LongParam": ("int", "int", "TypeConverters.toInt"),
    "DoubleParam": ("float", "float", "TypeConverters.toFloat"),
    "BooleanParam": ("bool", "bool", "TypeConverters.toBoolean"),
    "StringArrayParam": ("str | list[str]", "list[str]", "toListOfNames"),
}

# A Java stage, and what the classes of its Params and its settings begin with in Python.
STAGES = {
    "atlasprox.ml.BatchRefiner": "Refiner",
    "atlasprox.ml.counts.CountNormalizer": "Normalizer",
    "atlasprox.ml.counts.HighlyVariableGenes": "Gene",
    "atlasprox.ml.counts.CountPca": "Pca",
    "atlasprox.ml.params.ScFedViParams": "ScFedVi",
}

HEAD = '''"""The Params of the Spark ML stages.

Written by src/test/python/write_params.py from the Java Params: change RefinerParamSet.java or
CountParamTable.java, not this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters

from atlasprox._spark import java_class
from atlasprox._stage import JavaTwin, toListOfNames

if TYPE_CHECKING:
    from typing_extensions import Self
'''

PARAMS = '''

class {prefix}Params(JavaTwin):
    """The settings of {stage}; their defaults are the Java program's."""
'''

SETTINGS = '''

class {prefix}Settings({prefix}Params):
    """Everything that can be set of a {stage}."""

    @keyword_only
    def __init__(self, *, {arguments}) -> None:
        super().__init__()
        self._java_obj = java_class("{java}")(self.uid)
        self._transfer_params_from_java()
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(self, *, {arguments}) -> Self:
        """Set those that are not None."""
        return self._set_named(self._input_kwargs)
'''


class JavaParam:
    """One Param of the Java stage, as Python source."""

    def __init__(self, param, former_names=()):
        self.former_names = former_names
        self.name, self.doc = param.name(), param.doc()
        self.takes, self.gives, self.converter = TYPES[param.getClass().getSimpleName()]
        self.safe_name = f"{self.name}_" if keyword.iskeyword(self.name) else self.name
        self.suffix = upper(self.name)

    def argument(self):
        return self.argument_named(self.safe_name)

    def former_arguments(self):
        return [self.argument_named(name) for name in self.former_names]

    def argument_named(self, name):
        return f"{name}: {self.takes} | None = None"

    def declaration(self):
        doc = "\n".join(map(quoted, textwrap.wrap(self.doc, WIDTH - 10, drop_whitespace=False)))
        value = f'Param(Params._dummy(), "{self.name}", {doc}, {self.converter})'
        if self.safe_name == self.name:
            return f"\n    {self.name}: Param[{self.gives}] = {value}\n"
        return f'\n    vars()["{self.name}"] = {value}\n'

    def getter(self):
        alias = "" if self.safe_name == self.name else self.alias(self.safe_name, "by a name that Python allows")
        return alias + (
            f"\n    def get{self.suffix}(self) -> {self.gives}:\n"
            f'        """Get {self.name}, or its default."""\n'
            f'        return self.getOrDefault("{self.name}")\n'
        )

    def alias(self, name, why):
        return (
            f"\n    @property\n    def {name}(self) -> Param[{self.gives}]:\n"
            f'        """The Param {self.name}, {why}."""\n'
            f'        return self.getParam("{self.name}")\n'
        )

    def former_getters(self):
        return "".join(
            self.alias(name, "by its earlier name") + f"\n    def get{upper(name)}(self) -> {self.gives}:\n"
            f'        """Get {self.name}, by its earlier name."""\n        return self.get{self.suffix}()\n'
            for name in self.former_names
        )

    def former_setters(self):
        return "".join(
            f"\n    def set{upper(name)}(self, value: {self.takes}) -> Self:\n"
            f'        """Set {self.name}, by its earlier name."""\n        return self.set{self.suffix}(value)\n'
            for name in self.former_names
        )

    def setter(self):
        doc = "\n".join(["", *textwrap.wrap(f"{self.doc[0].upper()}{self.doc[1:]}.", WIDTH), ""])
        return (
            f"\n    def set{self.suffix}(self, value: {self.takes}) -> Self:\n"
            + textwrap.indent(f'"""Set {self.name}.\n{doc}"""\n', " " * 8)
            + f"        return self._set_named({{{quoted(self.name)}: value}})\n"
        )


def upper(name):
    return name[0].upper() + name[1:]


def quoted(text):
    """Double quotes, as ruff has them."""
    return '"' + text.replace('"', '\\"') + '"'


def params_of(java):
    """The Params of a Java stage, columns first."""
    table = java.paramSet()
    params = [JavaParam(param, list(table.find(param.name()).get().formerNames())) for param in java.params()]
    return sorted(params, key=lambda param: (not param.name.endswith("Col"), param.name))


def source():
    """The file's text; needs a Spark session with the jar."""
    return formatted(HEAD + "".join(map(classes, STAGES)))


def classes(java):
    """What a stage's Params and settings are in Python."""
    names = {"java": java, "stage": java.rsplit(".", 1)[1], "prefix": STAGES[java]}
    params = params_of(java_class(java)())
    text = PARAMS.format(**names) + "".join(param.declaration() for param in params)
    text += "".join(param.getter() for param in params) + "".join(param.former_getters() for param in params)
    arguments = [param.argument() for param in params] + [name for param in params for name in param.former_arguments()]
    text += SETTINGS.format(arguments=", ".join(arguments) + ",", **names)
    return text + "".join(param.setter() for param in params) + "".join(param.former_setters() for param in params)


def formatted(text):
    """As ruff has it, by the settings of the package."""
    command = ["ruff", "format", "--stdin-filename", str(FILE), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def main():
    atlasprox.session(master="local[1]", config={"spark.ui.enabled": "false"})
    text = source()
    FILE.write_text(text)
    print(f"wrote {FILE}", file=sys.stderr)


if __name__ == "__main__":
    main()
