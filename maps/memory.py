"""Giving memory back to the system between two heavy steps.

The C library keeps what is freed, in holes between what stays: after the buildings of a province a hundred megabytes.

Public: `give_back`.
"""

import ctypes
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Give the system the memory that is free; nothing where the C library has no way to (only glibc has)."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # musl, macOS, Windows
        return None
    return found
