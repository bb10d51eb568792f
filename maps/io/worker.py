"""The process that opens foreign geographic files: `python -m maps.io.worker REQUEST`.

GDAL reads dozens of formats, some of which fetch addresses or open other files. Here it
runs apart, with every driver but the asked one skipped before it registers any, no network,
a memory limit and, in the parent, a timeout. What goes back is Arrow (never pickle): a file
`OUT` with one row per feature and a `geometry` column of WKB.

REQUEST is a JSON object: path, driver, layer, encoding, out, memory. The answer is one JSON
object on stdout: {"ok": {...}} or {"problem": name, "detail": fact} or {"skip": drivers} when
the process must be started again with `GDAL_SKIP` naming those drivers.
"""

import json
import os
import sys
from typing import Any

_ANSWER_LIMIT = 300


def main(arguments: list[str]) -> int:
    """Answer one request."""
    request = json.loads(arguments[0])
    _limit_memory(int(request.get("memory", 0)))
    try:
        answer = _answer(request)
    except MemoryError:
        answer = {"problem": "too_large", "detail": ""}
    except Exception as error:  # noqa: BLE001 - fifteen thousand fuzzed reads raised dozens of types
        answer = {"problem": "unreadable", "detail": f"{type(error).__name__}: {error}"[:_ANSWER_LIMIT]}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # a damaged file may leave GDAL unable to close itself


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    if request["driver"] == "Parquet":
        from maps.io.worker_read import read_parquet

        return read_parquet(request)
    extra = sorted(_drivers() - set(request["allowed"]))
    if extra:
        return {"skip": extra}
    from maps.io.worker_read import read_features

    return read_features(request)


def _drivers() -> set[str]:
    # pyogrio takes them along where it finds them; here they would only cost two seconds
    sys.modules["geopandas"] = sys.modules["pandas"] = None  # type: ignore[assignment]
    import pyogrio

    del sys.modules["geopandas"], sys.modules["pandas"]
    return set(pyogrio.list_drivers())


def _limit_memory(limit: int) -> None:
    """Hold the process to `limit` bytes of address space, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the timeout and the size limit remain
        return
    if limit:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(sys.argv[1:])
