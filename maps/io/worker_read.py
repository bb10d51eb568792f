"""Inside the worker process: one layer of one file, as Arrow.

pyogrio is the fast path; where it fails, fiona reads feature by feature and those that
cannot be read are left out and named.
"""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa

_CHUNK = 20_000


def read_features(request: dict[str, Any]) -> dict[str, Any]:
    """Read a file that GDAL knows; see `maps.io.worker` for request and answer."""
    import pyogrio

    path, asked = request["path"], request.get("layer")
    try:
        layers = _layers(request)
    except Exception:
        by_hand = _read_json_features(request) if request["driver"] == "GeoJSON" else None
        if by_hand is None:
            raise
        return by_hand
    if not layers:
        return {"problem": "no_rows", "detail": ""}
    chosen = _choose(layers, asked)
    if chosen is None:
        names = ", ".join(name for name, _ in layers)
        problem = "ambiguous_layer" if asked is None else "sheet_missing"
        return {"problem": problem, "detail": names if asked is None else str(asked)}
    info: dict[str, Any] = {"layer": chosen, "layers": [name for name, _ in layers], "unreadable": []}
    try:
        meta, table = pyogrio.read_arrow(path, layer=chosen, encoding=request.get("encoding") or None)
        info["crs"] = meta.get("crs") or ""
        table = _with_geometry(table, meta.get("geometry_name") or "wkb_geometry")
    except Exception as error:  # noqa: BLE001 - whatever it was, the slow path may still read it
        table = _read_one_by_one(request, chosen, info, error)
    if "cut" in info:
        return {"problem": "truncated", "detail": info["cut"]}
    if table.num_rows < request["features"] and not info["unreadable"]:
        by_hand = _read_json_features(request)
        if by_hand is not None:
            return by_hand
    if table.num_rows == 0 and not info["unreadable"]:
        return {"problem": "no_rows", "detail": chosen}
    _write(table, request["out"])
    return {"ok": info}


def _layers(request: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the layers' names, each with its geometry type or None where it has none."""
    import pyogrio
    from pyogrio.errors import GeometryError

    try:
        return [(str(name), kind) for name, kind in pyogrio.list_layers(request["path"])]
    except GeometryError:  # one layer of an unusual type hides them all
        import fiona

        return [(name, "Unknown") for name in fiona.listlayers(request["path"])]


def _choose(layers: list[tuple[str, Any]], asked: str | None) -> str | None:
    """Return the layer asked for, the only one, or the only one with a geometry."""
    names = [name for name, _ in layers]
    if asked is not None:
        return asked if asked in names else None
    spatial = [name for name, kind in layers if kind is not None]
    for candidates in (names, spatial):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _with_geometry(table: pa.Table, name: str) -> pa.Table:
    """Call the geometry column `geometry` whatever the driver called it."""
    if name not in table.column_names:
        return table
    blobs = table.column(name).cast(pa.binary())
    return table.drop_columns([name]).append_column("__geometry__", blobs)


def _read_one_by_one(request: dict[str, Any], layer: str, info: dict[str, Any], cause: Exception) -> pa.Table:
    """Read with fiona, quarantining the features that cannot be read."""
    import fiona
    import shapely
    from shapely.geometry import shape

    rows: list[dict[str, Any]] = []
    options: dict[str, Any] = {"layer": layer, "enabled_drivers": request["allowed"]}
    if request.get("encoding"):
        options["encoding"] = request["encoding"]
    with fiona.open(request["path"], **options) as source:
        info["crs"] = source.crs_wkt or ""
        listed = _length(source)
        features = iter(source)
        for number in range(1, 10_000_000):
            try:
                feature = next(features)
                row = {name: _plain(value) for name, value in dict(feature.properties).items()}
                geometry = feature.geometry
                row["__geometry__"] = None if geometry is None else shapely.to_wkb(shape(geometry))
                rows.append(row)
            except StopIteration:
                break
            except Exception as error:  # noqa: BLE001 - the feature is named and left out
                info["unreadable"].append([number, f"{type(error).__name__}: {error}"[:120]])
                if len(info["unreadable"]) > 1000:
                    raise cause from None
    if len(rows) + len(info["unreadable"]) < max(listed, 1):
        info["cut"] = f"{len(rows)} / {listed}"
    return pa.Table.from_pylist(_same_kinds(rows))


def _length(source: Any) -> int:
    """Return how many features a file says it has, 0 where it does not say."""
    try:
        return len(source)
    except TypeError:
        return 0


def _read_json_features(request: dict[str, Any]) -> dict[str, Any] | None:
    """Read a GeoJSON collection that GDAL refuses whole for the sake of one feature."""
    document = json.loads(Path(request["path"]).read_bytes().decode("utf-8-sig"))
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        return None
    rows: list[dict[str, Any]] = []
    unreadable: list[list[Any]] = []
    for number, feature in enumerate(features, 1):
        try:
            rows.append(_json_row(feature))
        except Exception as error:  # noqa: BLE001 - the feature is named and left out
            unreadable.append([number, f"{type(error).__name__}: {error}"[:120]])
    if not rows:
        return None
    name = document.get("crs")
    crs = name["properties"]["name"] if isinstance(name, dict) else "OGC:CRS84"
    _write(pa.Table.from_pylist(_same_kinds(rows)), request["out"])
    layer = Path(request["path"]).stem
    return {"ok": {"layer": layer, "layers": [layer], "unreadable": unreadable, "crs": str(crs)}}


def _json_row(feature: dict[str, Any]) -> dict[str, Any]:
    import shapely
    from shapely.geometry import shape

    row = {str(name): value for name, value in (feature.get("properties") or {}).items()}
    geometry = feature["geometry"]
    row["__geometry__"] = None if geometry is None else shapely.to_wkb(shape(geometry))
    return row


def _same_kinds(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each column one kind of value, as Arrow wants: text where the kinds differ."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    for name in (name for name in names if name != "__geometry__"):
        kinds = {type(row[name]) for row in rows if row.get(name) is not None}
        if len(kinds) > 1 or not kinds <= {bool, int, float, str}:
            for row in rows:
                value = row.get(name)
                row[name] = value if value is None or isinstance(value, str) else json.dumps(value)
    return [{name: row.get(name) for name in names} for row in rows]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def read_parquet(request: dict[str, Any]) -> dict[str, Any]:
    """Read GeoParquet by its own metadata (the wheels' GDAL has no Parquet driver)."""
    import pyarrow.parquet as pq

    source = pq.ParquetFile(request["path"])
    metadata = source.schema_arrow.metadata or {}
    geo = json.loads(metadata.get(b"geo", b"{}"))
    name = geo.get("primary_column", "")
    stated = geo.get("columns", {}).get(name, {})
    if name and stated.get("encoding", "WKB") != "WKB":
        return {"problem": "unsupported", "detail": str(stated["encoding"])}
    table = source.read()
    if name in table.column_names:
        table = _with_geometry(table, name)
    _write(table, request["out"])
    crs = stated.get("crs", "OGC:CRS84") if name else ""
    layer = Path(request["path"]).stem
    info = {"layer": layer, "layers": [layer], "unreadable": []}
    return {"ok": {**info, "crs": json.dumps(crs) if isinstance(crs, dict) else crs or ""}}


def _write(table: pa.Table, out: str) -> None:
    with pa.OSFile(out, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=_CHUNK)
