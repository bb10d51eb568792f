"""Open an OpenStreetMap file by what it holds, not by its name, and say what is wrong with it.

Files are read in this process: libosmium is a strict parser that refuses XML entities and
checks the size of every block; the fuzzed files of tests/domain/test_osm_bad.py end in FileError.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import osmium

from maps.errors import FileError, FileProblem

_GZIP = b"\x1f\x8b"
_PBF_HEADER = b"OSMHeader"
_ROOTS = (b"<osm", b"<osmChange")
_HEAD_BYTES = 4096
_CUT_SHORT = ("unexpected eof", "no element found", "unclosed token", "read close failed", "unclosed cdata")
_SUFFIXES = (".pbf", ".osm", ".osm.gz", ".osm.bz2", ".osc", ".osc.gz")
#: Elements per byte of file, measured on five extracts: only the progress bar lives on it.
_ELEMENTS_PER_BYTE = {"pbf": 0.04, "osm": 0.001, "osm.gz": 0.014}


def file_format(path: Path) -> str:
    """Return "pbf", "osm" or "osm.gz".

    Raises
    ------
    FileError
        MISSING, EMPTY, UNREADABLE, or MISLABELLED / UNSUPPORTED where the content is
        not OpenStreetMap data.
    """
    head = _head(path)
    if head.startswith(_GZIP):
        return _checked_xml(path, _unzipped(path), "osm.gz")
    if head[4:32].find(_PBF_HEADER) >= 0:
        return "pbf"
    return _checked_xml(path, head, "osm")


def elements(path: Path, keys: Iterable[str]) -> Iterator[Any]:
    """Yield every node, way, relation and assembled area that has one of some keys.

    Raises
    ------
    FileError
        TRUNCATED or UNREADABLE, with libosmium's own words as detail.
    """
    source = osmium.io.File(str(path), file_format(path))
    try:
        processor = osmium.FileProcessor(source).with_locations().with_areas()
        yield from processor.with_filter(osmium.filter.KeyFilter(*sorted(keys)))
    except (RuntimeError, ValueError, MemoryError, OverflowError) as error:
        raise FileError(path, _problem(str(error)), str(error)) from error


def expected_elements(path: Path) -> float:
    """Guess how many tagged elements a file holds, for the progress only."""
    share = _ELEMENTS_PER_BYTE[file_format(path)]
    return max(1000.0, path.stat().st_size * share)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise FileError(path, FileProblem.MISSING) from error
    except OSError as error:
        raise FileError(path, FileProblem.UNREADABLE, error.strerror or "") from error
    if not head.strip():
        raise FileError(path, FileProblem.EMPTY)
    return head


def _unzipped(path: Path) -> bytes:
    try:
        with gzip.open(path) as stream:
            return stream.read(_HEAD_BYTES)
    except EOFError as error:
        raise FileError(path, FileProblem.TRUNCATED, "gzip") from error
    except (OSError, zlib.error) as error:
        raise FileError(path, FileProblem.UNREADABLE, "gzip") from error


def _checked_xml(path: Path, head: bytes, found: str) -> str:
    if not head.strip():
        raise FileError(path, FileProblem.EMPTY, found)
    if any(root in head for root in _ROOTS):
        return found
    named_so = path.name.lower().endswith(_SUFFIXES)
    raise FileError(path, FileProblem.MISLABELLED if named_so else FileProblem.UNSUPPORTED)


def _problem(words: str) -> FileProblem:
    cut = any(sign in words.lower() for sign in _CUT_SHORT)
    return FileProblem.TRUNCATED if cut else FileProblem.UNREADABLE
