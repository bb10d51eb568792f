"""What a geographic file really is, before any library is allowed to open it.

The name says which driver may read it, the first bytes say whether the name is true.
"""

import json
import re
import shutil
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from maps.errors import FileError, FileProblem

#: Driver by file name.
DRIVERS = {
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".dbf": "ESRI Shapefile",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".fgb": "FlatGeobuf",
    ".kml": "LIBKML",
    ".parquet": "Parquet",
    ".geoparquet": "Parquet",
    ".topojson": "TopoJSON",
}
ARCHIVES = (".zip", ".kmz")
#: Nothing larger comes out of an archive (bytes).
MAX_UNPACKED = 1_000_000_000
#: A member that shrank more than this is no map.
MAX_RATIO = 200
MAX_FILE = 2_000_000_000

_MAGIC = {
    "GPKG": (b"SQLite format 3\x00",),
    "ESRI Shapefile": (b"\x00\x00\x27\x0a",),
    "FlatGeobuf": (b"fgb",),
    "Parquet": (b"PAR1",),
}
_LINKED_CRS = re.compile(rb'"crs"\s*:\s*\{[^{}]*"type"\s*:\s*"link"', re.IGNORECASE)
_GEOGRAPHIC = re.compile(
    rb'"type"\s*:\s*"(?:Feature|Topology|GeometryCollection|(?:Multi)?(?:Point|LineString|Polygon))'
)
_CHUNK = 1 << 20
#: JSON up to this is parsed here first, which says what is wrong far better than GDAL does.
_WHOLE_JSON = 60_000_000


@dataclass(frozen=True)
class Source:
    """A file ready for the worker.

    Attributes
    ----------
    address : str
        Path that GDAL is given.
    driver : str
    encoding : str
        Of a shapefile's attributes, "" to believe the file.
    features : int
        How many features a GeoJSON collection lists (GDAL passes over what is none in
        silence), -1 where it was not counted.
    without_index : bool
        A copy of a shapefile whose index GDAL has to make: asked to, it writes over an index that is there.
    """

    address: str
    driver: str
    encoding: str = ""
    features: int = -1
    without_index: bool = False


@contextmanager
def open_source(path: Path, folder: Path) -> Iterator[Source]:
    """Check a file and yield what the worker needs; archives are unpacked into `folder`.

    Raises
    ------
    FileError
        EMPTY, UNSUPPORTED, MISLABELLED, TRUNCATED, TOO_LARGE or AMBIGUOUS_LAYER.
    """
    try:
        yield _checked(path, folder)
    except OSError as error:
        raise FileError(path, FileProblem.UNREADABLE, error.strerror or "") from error


def _checked(path: Path, folder: Path) -> Source:
    size = path.stat().st_size
    if size == 0:
        raise FileError(path, FileProblem.EMPTY)
    if size > MAX_FILE:
        raise FileError(path, FileProblem.TOO_LARGE, f"{MAX_FILE // 1_000_000} MB")
    if "!" in path.name and path.parent != folder:  # pyogrio reads "!" as "inside this archive"
        path = Path(shutil.copyfile(path, folder / path.name.replace("!", "_")))
    if path.suffix.lower() in ARCHIVES:
        return _from_archive(path, folder)
    driver = DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise FileError(path, FileProblem.UNSUPPORTED, path.suffix)
    with path.open("rb") as stream:
        head = stream.read(65_536)
    if driver in ("GeoJSON", "TopoJSON"):
        return _json_source(path, head)
    if driver == "LIBKML":
        return _kml_source(path, head)
    if driver == "ESRI Shapefile":
        return _shapefile(path, folder, head)
    if not head.startswith(_MAGIC[driver]):
        raise FileError(path, FileProblem.MISLABELLED, driver)
    if _is_short(path, driver, head, size):
        raise FileError(path, FileProblem.TRUNCATED, driver)
    return Source(str(path), driver)


def _is_short(path: Path, driver: str, head: bytes, size: int) -> bool:
    """Tell whether a file ends before it says it does."""
    if driver == "GPKG" and len(head) >= 32:
        page = int.from_bytes(head[16:18], "big")
        pages = int.from_bytes(head[28:32], "big")
        return size < (65_536 if page == 1 else page) * pages
    if driver == "Parquet":
        with path.open("rb") as stream:
            stream.seek(-4, 2)
            return stream.read() != b"PAR1"
    return False


def _json_source(path: Path, head: bytes) -> Source:
    """Tell JSON from other things, and refuse a reference system behind an address."""
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n\x1e")
    if not bare.startswith((b"{", b"[")):
        text = head[:2] in (b"\xff\xfe", b"\xfe\xff")
        raise FileError(path, FileProblem.UNREADABLE if text else FileProblem.MISLABELLED, "JSON")
    size = path.stat().st_size
    with path.open("rb") as stream:
        content = stream.read(_WHOLE_JSON)
        stream.seek(max(0, size - _CHUNK))
        tail = stream.read()
    if _LINKED_CRS.search(content) or _LINKED_CRS.search(tail):
        raise FileError(path, FileProblem.UNSUPPORTED, "crs link")
    features = -1
    if size <= _WHOLE_JSON:
        features = _count_features(path, content)
    elif not tail.rstrip().endswith((b"}", b"]")):
        raise FileError(path, FileProblem.TRUNCATED, "JSON")
    driver = "TopoJSON" if b'"Topology"' in head else "GeoJSON"
    if size <= _WHOLE_JSON and _GEOGRAPHIC.search(content) is None:
        raise FileError(path, FileProblem.NO_GEOMETRY, "JSON")
    return Source(str(path), driver, features=features)


def _count_features(path: Path, content: bytes) -> int:
    """Return how many features a collection lists; refuse what is no JSON object."""
    found = _parsed(path, content)
    if not isinstance(found, dict):
        raise FileError(path, FileProblem.NO_GEOMETRY, "JSON")
    crs = found.get("crs")
    if isinstance(crs, dict) and str(crs.get("type", "")).lower() == "link":
        raise FileError(path, FileProblem.UNSUPPORTED, "crs link")
    features = found.get("features")
    if found.get("type") != "FeatureCollection" or not isinstance(features, list):
        return -1
    if not features:
        raise FileError(path, FileProblem.NO_ROWS)
    return len(features)


def _parsed(path: Path, content: bytes) -> object:
    """Parse JSON; a text that stops in the middle is truncated."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileError(path, FileProblem.UNREADABLE, f"UTF-8, byte {error.start}") from error
    except RecursionError:
        raise FileError(path, FileProblem.UNREADABLE, "nested") from None
    except json.JSONDecodeError as error:
        ended = not error.doc[error.pos :].strip() or error.msg.startswith("Unterminated string")
        problem = FileProblem.TRUNCATED if ended else FileProblem.UNREADABLE
        raise FileError(path, problem, f"{error.lineno}:{error.colno}") from error
    except ValueError as error:
        raise FileError(path, FileProblem.UNREADABLE, str(error)[:100]) from error


def _kml_source(path: Path, head: bytes) -> Source:
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<kml" not in lowered and b":kml" not in lowered:
        raise FileError(path, FileProblem.MISLABELLED, "KML")
    if b"<!entity" in lowered:
        raise FileError(path, FileProblem.UNSUPPORTED, "entity")
    with path.open("rb") as stream:
        stream.seek(-min(4096, path.stat().st_size), 2)
        tail = stream.read().rstrip()
    if not tail.endswith(b"kml>"):
        raise FileError(path, FileProblem.TRUNCATED, "KML")
    return Source(str(path), "LIBKML")


def _shapefile(path: Path, folder: Path, head: bytes) -> Source:
    """Take a shapefile as it comes: copied beside its parts, so that an index can be remade."""
    if path.suffix.lower() == ".shp":
        if not head.startswith(_MAGIC["ESRI Shapefile"]):
            raise FileError(path, FileProblem.MISLABELLED, "ESRI Shapefile")
        if len(head) < 100 or path.stat().st_size < 2 * struct.unpack(">i", head[24:28])[0]:
            raise FileError(path, FileProblem.TRUNCATED, "ESRI Shapefile")
    parts = {p.suffix.lower(): p for p in sorted(path.parent.glob(f"{_glob_safe(path.stem)}.*"))}
    encoding = "" if ".cpg" in parts else _dbf_encoding(parts.get(".dbf"))
    if path.suffix.lower() == ".dbf" or (".shx" in parts and _is_whole_index(parts[".shx"])):
        return Source(str(path), "ESRI Shapefile", encoding)
    copy = folder / "source"
    copy.mkdir()
    for suffix in (".shp", ".dbf", ".prj", ".cpg"):
        if suffix in parts:
            shutil.copyfile(parts[suffix], copy / f"{path.stem}{suffix}")
    return Source(str(copy / f"{path.stem}.shp"), "ESRI Shapefile", encoding, without_index=True)


def _is_whole_index(path: Path) -> bool:
    """Tell whether an index has the length that it declares, in words of two bytes (ESRI 1998, page 23)."""
    with path.open("rb") as stream:
        head = stream.read(28)
    return (
        head.startswith(_MAGIC["ESRI Shapefile"])
        and path.stat().st_size == 2 * struct.unpack(">i", head[24:28])[0]
    )


def _glob_safe(stem: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", stem)


def _dbf_encoding(path: Path | None) -> str:
    """Return UTF-8 where the attributes are valid as such, else the Windows code page."""
    if path is None:
        return ""
    with path.open("rb") as stream:
        content = stream.read(20_000_000)
    header = int.from_bytes(content[8:10], "little")
    try:
        content[header:].decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"


def _from_archive(path: Path, folder: Path) -> Source:
    """Unpack the one layer of an archive, counting what really comes out."""
    target = folder / "unpacked"
    target.mkdir()
    try:
        with zipfile.ZipFile(path) as packed:
            members = [entry for entry in packed.infolist() if not entry.is_dir() and _is_wanted(entry)]
            if sum(entry.file_size for entry in members) > MAX_UNPACKED:
                raise FileError(path, FileProblem.TOO_LARGE, f"{MAX_UNPACKED // 1_000_000} MB")
            left = MAX_UNPACKED
            for entry in members:
                left = _unpack(path, packed, entry, target, left)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as error:
        raise FileError(path, _broken_archive(path), str(error)) from error
    except (RuntimeError, NotImplementedError) as error:  # encrypted, or an unknown method
        raise FileError(path, FileProblem.UNSUPPORTED, str(error)[:100]) from error
    layers = sorted(p for p in target.iterdir() if p.suffix.lower() in DRIVERS and p.suffix.lower() != ".dbf")
    if len(layers) > 1:
        raise FileError(path, FileProblem.AMBIGUOUS_LAYER, ", ".join(p.name for p in layers))
    if not layers:
        raise FileError(path, FileProblem.UNSUPPORTED, path.suffix)
    return _checked(layers[0], folder)


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    suffix = Path(entry.filename).suffix.lower()
    return suffix in DRIVERS or suffix in (".shx", ".prj", ".cpg")


def _unpack(path: Path, packed: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Write one member under its bare name; return how many bytes may still come out."""
    limit = min(left, max(50_000_000, entry.compress_size * MAX_RATIO))
    with packed.open(entry) as source, (target / Path(entry.filename).name).open("wb") as sink:
        written = 0
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > limit:
                raise FileError(path, FileProblem.TOO_LARGE, Path(entry.filename).name)
            sink.write(chunk)
    return left - written


def _broken_archive(path: Path) -> FileProblem:
    with path.open("rb") as stream:
        return FileProblem.TRUNCATED if stream.read(4) == b"PK\x03\x04" else FileProblem.MISLABELLED
