"""attach in a process of its own that is killed at a step of its way.

The processes are forked from one that has the package loaded and nothing else begun, which makes them quick.
"""

import multiprocessing
import os
import shutil
import signal

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["atlasprox._attach", "anndata", "zarr", "kills"])


def attach_until(step, output, into, overwrite):
    """Attach, and be killed before the step-th of the calls that change what is on disk; True if there are less."""
    process = SERVER.Process(target=_attach, args=(step, output, into, overwrite))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode == 0


def _attach(step, output, into, overwrite):
    from atlasprox import _attach
    from atlasprox._attach import groups, staging

    os.fsync = lambda file: None  # No power fails here, and a busy disk takes its time.
    steps = iter(range(step))
    calls = [(staging, name) for name in ["finish", "place", "replace"]]
    for owner, name in [(shutil, "copyfile"), (groups, "write"), *calls, (shutil, "rmtree")]:
        setattr(owner, name, _counted(getattr(owner, name), steps))
    _attach.add(output, into, overwrite=overwrite)


def _counted(call, steps):
    def counted(*args, **keywords):
        if next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **keywords)

    return counted
