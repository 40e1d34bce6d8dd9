"""Runs the blocks of a document in their order: shell commands, and Python in one interpreter.

    python run_document.py README.md

Works in the current folder, and fails with the first block that does. A block after a line such as
`<!-- not run: needs a cluster -->` is left out; the last line of the output counts both.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

BLOCK = re.compile(
    r"(?:^<!-- not run: (?P<reason>.+) -->\n\n)?(?P<code>^ {4}.*\n(?:^ {4}.*\n|^\n(?= {4}))*)", re.MULTILINE
)


class Block(NamedTuple):
    """A block of a document: where it begins, what it says, and why it is not run, if it is marked so."""

    line: int
    code: str
    reason: str | None

    @property
    def is_python(self):
        """Shell commands are no Python."""
        try:
            compile(self.code, "", "exec")
        except SyntaxError:
            return False
        return True


def blocks(text):
    for found in BLOCK.finditer(text):
        code = "".join(line[4:] or "\n" for line in found["code"].splitlines(keepends=True))
        yield Block(text.count("\n", 0, found.start("code")) + 1, code, found["reason"])


def run(document):
    names = {"__name__": "__main__"}
    found = list(blocks(Path(document).read_text(encoding="utf-8")))
    for block in found:
        if block.reason:
            continue
        print(f"== {document}, line {block.line}\n{block.code}", flush=True)
        if block.is_python:
            exec(compile("\n" * (block.line - 1) + block.code, document, "exec"), names)
        else:
            subprocess.run(["bash", "-euo", "pipefail", "-c", block.code], check=True, stdin=subprocess.DEVNULL)
    marked = sum(bool(block.reason) for block in found)
    print(f"{len(found) - marked} blocks ran, {marked} are marked")


if __name__ == "__main__":
    run(sys.argv[1])
