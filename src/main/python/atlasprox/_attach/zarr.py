"""A zarr store, to which an array is added in place: its files first, the consolidated metadata last.

Whoever reads the store meanwhile, or after this was killed, sees it as it was, or with the whole array: the array is
written beside the store and moved into it at once, and where metadata are consolidated, a reader knows of it only when
these have been replaced, at once too.
"""

from __future__ import annotations

import filecmp
import json
import os
from pathlib import Path
from typing import Any, Literal

from atlasprox._attach import groups, staging
from atlasprox._attach.groups import OBSM, Matched, Matching
from atlasprox._attach.matching import Attached
from atlasprox._errors import BadDataError

_V3 = "zarr.json"
_V2 = (".zgroup", ".zarray", ".zattrs")

_MEBIBYTE = 1 << 20


def add(folder: Path, key: str, overwrite: bool, match: Matching) -> Attached:
    """Add an embedding under a key of `obsm`.

    Parameters
    ----------
    folder
        The group that holds the AnnData: a store, or a group within one.
    key, overwrite
        The key, and whether to replace it if it is there.
    match
        Gives the embedding of the cells with these ids.

    Raises
    ------
    BadDataError
        If it is no AnnData in zarr, or the cells do not match.
    OSError
        If it cannot be written; it reads as before then.
    """
    version = _version(folder)
    store, target = _store(folder, version), folder / OBSM / key
    corrected, attached = _matched(folder, key, overwrite, match, version)
    indexes = _indexes(folder, version)
    with staging.staging(store) as aside:
        staging.require_room(aside, corrected.nbytes + _MEBIBYTE)
        staged = aside / "staged"
        groups.write(_open(staged, "w", version), key, corrected)
        staging.finish(staged, folder, folder / _metadata(version))
        if not (folder / OBSM).exists():
            staging.place(staged / OBSM, folder / OBSM)
            staging.sync(folder)
        elif not _same(staged / OBSM / key, target):
            groups.require_free(key, f"{folder} (though not in its consolidated metadata)", overwrite, target.exists())
            # A reader must not see the new array by the old one's metadata.
            before = [(index, index.read()) for index in indexes if index.has(target)]
            for index, _ in reversed(before):
                index.remove(target, aside)
            try:
                staging.place(staged / OBSM / key, target)
            except OSError:
                for index, content in before:
                    index.replace(content, aside)
                raise
            staging.sync(folder / OBSM)
        for index in indexes:
            index.insert(target, aside)
    return attached


def _version(folder: Path) -> int:
    if (folder / _V3).is_file():
        return 3
    if (folder / _V2[0]).is_file():
        return 2
    raise BadDataError(f"{folder} is no zarr store: there is neither {_V3} nor {_V2[0]} in it")


def _metadata(version: int) -> str:
    """Name the file that makes a folder a group."""
    return _V3 if version == 3 else _V2[0]


def _store(folder: Path, version: int) -> Path:
    """Find the outermost of the groups that a group is in."""
    while (folder.parent / _metadata(version)).is_file():
        folder = folder.parent
    return folder


def _matched(folder: Path, key: str, overwrite: bool, match: Matching, version: int) -> Matched:
    # What lies there counts, whether the consolidated metadata know it or not.
    obs = groups.obs_of(_open(folder, "r", version, use_consolidated=False), folder)
    indexes = _indexes(folder, version)
    is_there = any(index.has(folder / OBSM / key) for index in indexes) if indexes else (folder / OBSM / key).exists()
    groups.require_free(key, folder, overwrite, is_there)
    return match(obs)


def _open(folder: Path, mode: Literal["r", "w"], version: int, **options: Any) -> Any:
    """Open a group of zarr's format 2 or 3; options are of zarr 3 alone, and what zarr 2 does in any case."""
    try:
        import zarr
    except ImportError:
        raise BadDataError("to read zarr, pip install zarr") from None
    if int(zarr.__version__.split(".")[0]) >= 3:
        options["zarr_format"] = version
    elif version == 3:
        raise BadDataError(
            f"{folder} is of zarr's format 3, which zarr {zarr.__version__} cannot read: pip install 'zarr>=3'"
        )
    else:
        options = {}
    try:
        return zarr.open_group(str(folder), mode=mode, **options)
    except ValueError as error:
        raise BadDataError(f"{folder} cannot be read as a group of zarr: {error}") from None


def _same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files: a run that was killed before the metadata has put the array there."""
    names, others = _files(one), _files(other)
    return names == others and all(filecmp.cmp(one / name, other / name, shallow=False) for name in names)


def _files(folder: Path) -> list[Path]:
    return sorted(Path(place, name).relative_to(folder) for place, _, names in os.walk(folder) for name in names)


def _indexes(folder: Path, version: int) -> list[_Index]:
    """Find the consolidated metadata that tell of `obsm`, of every group that it is in; the outermost last."""
    found = []
    group = folder / OBSM
    store = _store(folder, version)
    while True:
        index = _Index(group, version)
        if index.read() is not None:
            found.append(index)
        if group == store:
            return found
        group = group.parent


class _Index:
    """The metadata of all that is in a group, consolidated in one file of the group.

    Parameters
    ----------
    group
        The group's folder.
    version
        2 or 3, zarr's format.
    """

    def __init__(self, group: Path, version: int) -> None:
        self._group, self._version = group, version
        self._file = group / (_V3 if version == 3 else ".zmetadata")

    def read(self) -> dict[str, Any] | None:
        """Return the file's content, None where nothing is consolidated."""
        try:
            content: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise BadDataError(f"{self._file} cannot be read: {error}") from None
        return content if isinstance(self._nodes(content), dict) else None

    def has(self, node: Path) -> bool:
        """Whether it tells of an array or a group."""
        name = self._name(node)
        return any(known == name or known.startswith(f"{name}/") for known in self._nodes(self.read()))

    def insert(self, node: Path, aside: Path) -> None:
        """Tell of an array, and of the group that it is in; aside is a folder of the same file system."""
        content = self.read()
        nodes = self._nodes(content)
        for path in [node.parent, node]:
            if path != self._group and (path == node or not self.has(path)):
                self._insert_beside(nodes, path)
        self.replace(content, aside)

    def _insert_beside(self, nodes: dict[str, Any], node: Path) -> None:
        """After the others of its group: zarr 3.1 loses some that do not stand together."""
        entries, group = self._entries(node), self._name(node.parent)
        beside = [i for i, name in enumerate(nodes) if self._node(name).rpartition("/")[0] == group]
        ordered = list(nodes.items())
        place = beside[-1] + 1 if beside else len(ordered)
        ordered[place:place] = entries
        nodes.clear()
        nodes.update(ordered)

    def remove(self, node: Path, aside: Path) -> None:
        """Tell of an array or a group, and of all that is in it, no longer."""
        content = self.read()
        nodes, name = self._nodes(content), self._name(node)
        for known in [known for known in nodes if known == name or known.startswith(f"{name}/")]:
            del nodes[known]
        self.replace(content, aside)

    def _nodes(self, content: Any) -> Any:
        if self._version == 2:
            return content.get("metadata")
        return (content.get("consolidated_metadata") or {}).get("metadata")

    def _name(self, node: Path) -> str:
        return node.relative_to(self._group).as_posix().removeprefix(".")

    def _node(self, name: str) -> str:
        """Name the node that an entry is of; those of format 2 are files."""
        return name.rpartition("/")[0] if self._version == 2 else name

    def _entries(self, node: Path) -> list[tuple[str, Any]]:
        name = self._name(node)
        if self._version == 2:
            return [(f"{name}/{file}", _json(node / file)) for file in _V2 if (node / file).is_file()]
        entry = _json(node / _V3)
        if entry["node_type"] == "group":
            entry["consolidated_metadata"] = {"kind": "inline", "must_understand": False, "metadata": {}}
        return [(name, entry)]

    def replace(self, content: Any, aside: Path) -> None:
        """Write the file anew, at once; aside is a folder of the same file system."""
        staged = aside / "metadata"
        staged.write_text(json.dumps(content, indent=2), encoding="utf-8")
        staging.replace(staged, self._file)


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
