"""Read a foreign geographic file through the worker process.

The parent never lets GDAL see a file: it looks at the first bytes, chooses the one driver
that may open it, and starts `maps.io.worker` with nothing else allowed.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

import maps
from maps.errors import FileError, FileProblem
from maps.io.tables import Table
from maps.io.vector_files import Source, open_source
from maps.processes import NO_CONSOLE
from maps.progress import Progress, no_progress

TIMEOUT_S = 180.0
#: Address space of the worker: numpy and GDAL map much that they never touch.
MEMORY_BYTES = 6_000_000_000
_DEAD = "http://127.0.0.1:9"
#: Vector drivers of GDAL 3.12 and before; a worker that finds others names them, and is
#: started again without them.
_KNOWN_DRIVERS = frozenset(
    [
        "ADBC",
        "AIVector",
        "AVCBin",
        "AVCE00",
        "AmigoCloud",
        "Arrow",
        "CAD",
        "CSV",
        "CSW",
        "Carto",
        "DGN",
        "DXF",
        "EDIGEO",
        "EEDA",
        "ESRI Shapefile",
        "ESRIJSON",
        "Elasticsearch",
        "FileGDB",
        "FlatGeobuf",
        "GDALG",
        "GML",
        "GMLAS",
        "GPKG",
        "GPSBabel",
        "GPX",
        "GTFS",
        "GeoJSON",
        "GeoJSONSeq",
        "GeoRSS",
        "HTTP",
        "Idrisi",
        "JML",
        "JP2OpenJPEG",
        "JSONFG",
        "KML",
        "LIBKML",
        "LVBAG",
        "MBTiles",
        "MVT",
        "MapInfo File",
        "MapML",
        "MiraMonVector",
        "NGW",
        "NAS",
        "OAPIF",
        "ODBC",
        "ODS",
        "OGCAPI",
        "OGR_GMT",
        "OGR_PDS",
        "OGR_VRT",
        "OSM",
        "OpenFileGDB",
        "PCIDSK",
        "PDF",
        "PDS4",
        "PGDUMP",
        "PLSCENES",
        "PMTiles",
        "Parquet",
        "PostgreSQL",
        "S57",
        "SQLite",
        "SXF",
        "Selafin",
        "TopoJSON",
        "VDV",
        "VFK",
        "VICAR",
        "WAsP",
        "WFS",
        "XLS",
        "XLSX",
    ]
)
#: How KML is to be drawn: no attributes of the thing drawn.
_KML_SETTINGS = ("altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon")
_found_drivers: set[str] = set()


def read_vector(
    path: Path, sheet: str | None = None, *, progress: Progress = no_progress, timeout_s: float = TIMEOUT_S
) -> Table:
    """Read one layer of a geographic file.

    Parameters
    ----------
    path : Path
    sheet : str, optional
        Layer to read; needed where the file has several.
    progress : callable
        Called while waiting: raising `Cancelled` stops the worker.
    timeout_s : float
        Seconds after which the worker is stopped.

    Raises
    ------
    FileError, Cancelled
    """
    with tempfile.TemporaryDirectory(prefix="torrazzo-") as folder, open_source(path, Path(folder)) as source:
        out = Path(folder) / "features.arrow"
        request = {
            "path": source.address,
            "driver": source.driver,
            "allowed": sorted(_allowed(source.driver)),
            "layer": sheet,
            "encoding": source.encoding,
            "features": source.features,
            "without_index": source.without_index,
            "out": str(out),
            "memory": MEMORY_BYTES,
        }
        answer = _ask(path, request, progress, timeout_s)
        if "skip" in answer:
            _found_drivers.update(answer["skip"])
            answer = _ask(path, request, progress, timeout_s)
        if "ok" not in answer:
            problem = FileProblem(answer.get("problem", "unreadable"))
            raise FileError(path, problem, str(answer.get("detail", "")))
        return _table(path, source, answer["ok"], out)


def _ask(path: Path, request: dict[str, Any], progress: Progress, timeout_s: float) -> dict[str, Any]:
    """Start a worker, wait for it, and return its answer."""
    command = [sys.executable, "-m", "maps.io.worker", json.dumps(request)]
    with tempfile.TemporaryFile() as answer:
        worker = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=answer, stderr=subprocess.DEVNULL,
            env=_environment(request["driver"], request["without_index"]), cwd=tempfile.gettempdir(),
            creationflags=NO_CONSOLE,
        )  # fmt: skip
        try:
            _wait(path, worker, progress, timeout_s)
        finally:
            if worker.poll() is None:
                worker.kill()
            worker.wait()
        answer.seek(0)
        return _parsed(answer.read(), worker.returncode)


def _wait(path: Path, worker: subprocess.Popen[bytes], progress: Progress, timeout_s: float) -> None:
    start = time.monotonic()
    while True:
        try:
            worker.wait(0.05)
            return
        except subprocess.TimeoutExpired:
            waited = time.monotonic() - start
        if waited > timeout_s:
            raise FileError(path, FileProblem.TIMEOUT, f"{timeout_s:.0f} s")
        progress(0.9 * waited / (waited + 5.0))  # no end is known: ever nearer to 0.9


def _parsed(data: bytes, returncode: int) -> dict[str, Any]:
    """Return the answer; a worker that died says only how."""
    start = data.rfind(b'{"')  # libraries may write before it
    for at in (data.find(b"{"), start):
        try:
            answer = json.loads(data[at:]) if at >= 0 else None
        except ValueError:
            continue
        if isinstance(answer, dict):
            return answer
    return {"problem": "unreadable", "detail": f"exit {returncode}"}


def _allowed(driver: str) -> set[str]:
    """Return the drivers that may be there: KML stands in where LIBKML was not built."""
    return {driver, "MEM"} | ({"KML"} if driver == "LIBKML" else set())


def _environment(driver: str, without_index: bool) -> dict[str, str]:
    """Return the worker's environment: GDAL restrained before it is imported, no network."""
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG") if name in os.environ
    }
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _DEAD)
    return {
        **kept,
        **proxies,
        "PYTHONPATH": str(Path(maps.__file__).parents[1]),
        "PYTHONIOENCODING": "utf-8",
        "OPENBLAS_NUM_THREADS": "1",
        "GDAL_SKIP": ",".join(sorted((_KNOWN_DRIVERS | _found_drivers) - _allowed(driver))),
        "OGR_SKIP": "",
        "GDAL_HTTP_PROXY": _DEAD,
        "GDAL_HTTPS_PROXY": _DEAD,
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_HTTP_MAX_RETRY": "0",
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR" if driver in ("GeoJSON", "LIBKML") else "FALSE",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "CPL_CURL_ENABLE_VSIMEM": "NO",
        "GDAL_PAM_ENABLED": "NO",
        "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
        "SHAPE_RESTORE_SHX": "YES" if without_index else "NO",
        "PROJ_NETWORK": "OFF",
    }


def _table(path: Path, source: Source, info: dict[str, Any], out: Path) -> Table:
    """Turn the worker's Arrow file into columns."""
    import pyarrow as pa

    try:
        with pa.OSFile(str(out), "rb") as stream:
            features = pa.ipc.open_file(stream).read_all()
    except (pa.ArrowInvalid, OSError) as error:
        raise FileError(path, FileProblem.UNREADABLE, str(error)[:200]) from error
    hidden = {"__geometry__", *(_KML_SETTINGS if source.driver == "LIBKML" else ())}
    names = [name for name in features.column_names if name not in hidden]
    count = features.num_rows
    geometry = None
    if "__geometry__" in features.column_names:
        geometry = _from_wkb(features.column("__geometry__").to_numpy(zero_copy_only=False))
        blobs = features.column("__geometry__").is_null().to_numpy(zero_copy_only=False)
        geometry = _marked(geometry, ~blobs)
    if count == 0 and not info["unreadable"]:
        raise FileError(path, FileProblem.NO_ROWS, info["layer"])
    return Table(
        path=path,
        columns=tuple(names),
        cells=[_cells(features.column(name)) for name in names],
        numbers=_numbers(count, info["unreadable"]),
        geometry=geometry,
        crs=info["crs"] if geometry is not None else "",
        kind=source.driver,
        encoding=source.encoding,
        sheet=info["layer"],
        sheets=tuple(info["layers"]),
        unreadable=tuple((int(number), str(fact)) for number, fact in info["unreadable"]),
    )


def _from_wkb(blobs: np.ndarray) -> np.ndarray:
    try:
        return shapely.from_wkb(blobs, on_invalid="ignore")
    except NotImplementedError:  # one curve refuses the whole array
        return np.array([_one_from_wkb(blob) for blob in blobs], dtype=object)


def _one_from_wkb(blob: bytes | None) -> Any:
    try:
        return shapely.from_wkb(blob, on_invalid="ignore")
    except NotImplementedError:
        return None


def _marked(geometry: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Put an empty collection where a blob was there but could not be read."""
    geometry[told & shapely.is_missing(geometry)] = shapely.GeometryCollection()
    return geometry


def _numbers(count: int, unreadable: Sequence[Sequence[Any]]) -> list[int]:
    """Number the features as they stand in the file, skipping the unreadable ones."""
    lost = {int(number) for number, _ in unreadable}
    numbers: list[int] = []
    candidate = 0
    while len(numbers) < count:
        candidate += 1
        if candidate not in lost:
            numbers.append(candidate)
    return numbers


def _cells(column: Any) -> list[Any]:
    """Return the values of an Arrow column as plain Python."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values = column.to_pylist()
    return [_flat(value) for value in values] if any(map(_is_nested, values)) else values


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list | bytes)


def _flat(value: Any) -> Any:
    """Write a list or a record in a cell as JSON text, bytes as hexadecimal."""
    if isinstance(value, bytes):
        return value.hex()
    return json.dumps(value, default=str, ensure_ascii=False) if _is_nested(value) else value
