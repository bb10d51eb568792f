"""Where compiled kernels are kept: one folder for each state of their sources.

numba looks only at the file of the function that it loads: a kernel whose callee changed in another file is loaded
as it was, and an index written by an older version may not even be readable. A folder named after all the sources
together is never stale. `NUMBA_CACHE_DIR`, where it is set, is obeyed.

Public: `keep_compiled`, `is_compiled`, `mark_compiled`, `digest`, `user_cache`.
"""

import hashlib
import os
import platform
import shutil
import sys
import time
from functools import cache
from importlib.metadata import version
from pathlib import Path

#: Folders of other versions not used for so long are deleted.
FORGET_AFTER_DAYS = 30
_MARK = "complete"


@cache
def digest() -> str:
    """Return a name for the kernels' sources, with the compiler and the interpreter that make code of them."""
    folder = Path(__file__).parent
    sources = (path for part in ("coverage", "crime") for path in sorted((folder / part).glob("*.py")))
    texts = [path.read_bytes() for path in sources]
    made_by = f"{version('numba')} {sys.version} {platform.machine()} {folder}".encode()
    return hashlib.sha256(b"\0".join([made_by, *(t for t in texts if b"njit" in t)])).hexdigest()[:16]


def user_cache() -> Path:
    """Return the user's folder for what can be made again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))


def _folder() -> Path:
    given = os.environ.get("NUMBA_CACHE_DIR")
    return Path(given) if given else user_cache() / "torrazzo" / f"kernels-{digest()}"


def keep_compiled() -> None:
    """Tell numba where to keep compiled kernels; called by the packages that have some, before they make them."""
    folder = _folder()
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = str(folder)


def is_compiled() -> bool:
    """Tell whether every kernel was compiled before, by these sources; does not import numba."""
    return (_folder() / f"{_MARK}-{digest()}").exists()


def mark_compiled() -> None:
    """Remember that every kernel is compiled; folders of other versions long unused are deleted."""
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{_MARK}-{digest()}").touch()
    except OSError:  # a cache that cannot be written is done without
        return
    oldest = time.time() - FORGET_AFTER_DAYS * 86_400
    for other in (user_cache() / "torrazzo").glob("kernels-*"):
        if other != folder and other.stat().st_mtime < oldest:
            shutil.rmtree(other, ignore_errors=True)
