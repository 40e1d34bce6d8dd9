"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where two runs at once are not told from one that was killed.
    fcntl = None  # type: ignore[assignment]

_THE_CURRENT_FOLDER = -100
_EXCHANGE = 2


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """Give an empty hidden folder beside a file or a folder, on the same file system, and take it away in the end.

    What a killed run has left in it is taken away first; a run that is still at work has it locked.
    """
    folder = target.with_name(f".{target.name}.atlasprox")
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink():
        raise FileExistsError(
            errno.EEXIST, "this is where to put what is not complete yet, and it is a link", str(folder)
        )
    lock = _lock(folder, target)
    try:
        _empty(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _lock(folder: Path, target: Path) -> int | None:
    if fcntl is None:
        return None
    lock = os.open(folder, os.O_RDONLY)
    free = True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        free = folder.exists() and os.path.samestat(os.fstat(lock), folder.stat())  # Else one has just ended.
    except BlockingIOError:
        free = False
    except OSError:  # A file system without locks.
        pass
    if not free:
        os.close(lock)
        raise BlockingIOError(errno.EAGAIN, "another run is adding to it at this moment; try again", str(target))
    return lock


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def require_room(folder: Path, needed: int) -> None:
    """Raise an OSError if a folder's file system has less room than these bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        told = f"this takes {needed / 1e9:,.3f} GB until it is done, and {free / 1e9:,.3f} GB are free"
        raise OSError(errno.ENOSPC, told, str(folder.parent))


def keep_rights(original: Path, copy: Path) -> None:
    """Give a copy the original's rights, extended attributes and, as far as this user may, owner; its time stays."""
    times = copy.stat()
    shutil.copystat(original, copy)
    os.utime(copy, ns=(times.st_atime_ns, times.st_mtime_ns))
    owner = original.stat()
    if hasattr(os, "chown"):
        for user in (owner.st_uid, -1):  # Who may not give it to its owner may still leave it to its group.
            with suppress(PermissionError):
                os.chown(copy, user, owner.st_gid)


def replace(staged: Path, target: Path) -> None:
    """Put a file in the place of another, at once, and on disk before it is there."""
    keep_rights(target, staged)
    sync(staged)
    os.replace(staged, target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Have a file, or a folder's list of files, on disk; where the system has this for folders."""
    if path.is_dir() and os.name == "nt":
        return
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def finish(folder: Path, like_folder: Path, like_file: Path) -> None:
    """Have a folder on disk with everything in it, and with the rights of another folder and a file."""
    for place, _, names in os.walk(folder):
        for name in names:
            keep_rights(like_file, Path(place, name))
            sync(Path(place, name))
        keep_rights(like_folder, Path(place))
        sync(Path(place))


def place(staged: Path, target: Path) -> None:
    """Move a folder to where it belongs; another that is there is left in the staged one's place.

    Linux exchanges two folders at once. Elsewhere the other one is moved away first.
    """
    if not target.exists():
        os.rename(staged, target)
    elif not _exchange(staged, target):
        aside = staged.with_name(f"{staged.name}.before")
        os.rename(target, aside)
        try:
            os.rename(staged, target)
        except OSError:
            os.rename(aside, target)
            raise


def _exchange(one: Path, other: Path) -> bool:
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    paths = (_THE_CURRENT_FOLDER, os.fsencode(one), _THE_CURRENT_FOLDER, os.fsencode(other))
    return bool(renameat2(*paths, _EXCHANGE) == 0)
