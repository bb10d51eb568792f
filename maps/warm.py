"""Compile every kernel once, so that the first map does not wait for it.

`python -m maps.warm` does it at set-up. The window does it at its first start, in a process of its own (`prepare`):
a compiler in a thread would hold the interpreter for half a minute while somebody moves the map. Compiled code is
kept on disk (`maps.compiled`): tens of seconds once, a moment afterwards.
"""

import os
import subprocess
import sys
import threading
from contextlib import suppress

from maps.compiled import is_compiled, keep_compiled, mark_compiled
from maps.processes import NO_CONSOLE
from maps.progress import Progress, no_progress, span

#: How often a waiting job looks whether it was cancelled, in seconds.
LOOK_EVERY_S = 0.1


def warm_kernels(progress: Progress = no_progress) -> None:
    """Compile, or load from the cache, the kernels of coverage and of density."""
    from maps.coverage.warm import compile_kernels
    from maps.crime.binning import warm_up

    warm_up()
    compile_kernels(span(progress, 0.1, 1.0))
    mark_compiled()


def prepare(progress: Progress = no_progress) -> None:
    """Have every kernel ready: those never compiled by these sources are compiled in another process.

    Parameters
    ----------
    progress : Progress
        May raise `Cancelled`: the other process is then ended.
    """
    if not is_compiled():
        _compile_apart(span(progress, 0.0, 0.9))
        progress(0.9)
    warm_kernels(span(progress, 0.9, 1.0))


def _compile_apart(progress: Progress) -> None:
    """Run this module in another process and tell how far it is; if it fails, the caller compiles."""
    keep_compiled()
    command = [sys.executable, "-m", "maps.warm", "--tell"]
    try:
        compiler = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ},
            creationflags=NO_CONSOLE,
        )
    except OSError:
        return
    with compiler:
        told = [0.0]
        reader = threading.Thread(target=_listen, args=(compiler, told), daemon=True)
        reader.start()
        try:
            while reader.is_alive():
                progress(told[-1])
                reader.join(LOOK_EVERY_S)
        finally:
            if compiler.poll() is None and reader.is_alive():
                compiler.kill()
            reader.join()


def _listen(compiler: "subprocess.Popen[str]", told: list[float]) -> None:
    """Collect the shares that the other process writes."""
    for line in compiler.stdout or ():
        with suppress(ValueError):
            told.append(float(line))


def _tell(share: float) -> None:
    sys.stdout.write(f"{share}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if "--tell" in sys.argv:
        with suppress(OSError, AttributeError):
            os.nice(10)  # the window goes before
        warm_kernels(_tell)
    else:
        warm_kernels()
