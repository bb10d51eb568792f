"""The project's obstacles made ready for visibility, kept from one opening to the next.

Merging half a million outlines takes half a minute, reading the result a second. It is kept in the user's cache,
under a digest of every outline of the layer (and of the code that prepares them): what any program changes in the
file changes the digest, so that what is kept is never of another state. A file that cannot be read is made again;
a project opened to be read only leaves nothing behind.

Public: `scene_of`, `lowest_m`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from maps.compiled import digest, user_cache
from maps.memory import give_back
from maps.schema import LAYERS
from maps.store.reading import read_parts

if TYPE_CHECKING:
    import apsw

    from maps.coverage.scene import Scene
    from maps.project import Project

#: Layers of fewer outlines are prepared in less time than it takes to look for them.
LEAST = 5000
#: Prepared layers that are kept, the latest used.
MOST_KEPT = 6
_ARRAYS = ("indptr", "edges", "inside", "origin", "size")


def scene_of(project: Project) -> Scene:
    """Return the obstacles of a project, ready for visibility."""
    from maps.coverage.scene import Scene

    if project.file.count("obstacle") < LEAST:
        return Scene.from_polygons(project.geometry("obstacle"))
    path = _folder() / f"{project.file.ask(_fingerprint)}.npz"
    kept = _load(path)
    if kept is not None:
        return kept
    give_back()
    parts = read_parts(project.file.ask_aside, LAYERS["obstacle"], ())
    scene = Scene.from_batches(rows.geometry for rows in parts)
    give_back()
    if not project.file.read_only:
        _save(scene, path)
    return scene


def lowest_m(project: Project) -> float | None:
    """Return the least known height of an obstacle, in metres; None where no height is known."""
    question = "SELECT min(obstacle_height_m) FROM obstacle"
    row = project.file.ask(lambda db: db.execute(question).fetchone())
    return None if row is None else row[0]


def _folder() -> Path:
    return user_cache() / "torrazzo" / "obstacles"


def _fingerprint(db: apsw.Connection) -> str:
    """Return a digest of the outlines, in their order, and of the code that prepares them."""
    found = hashlib.blake2b(digest().encode(), digest_size=20)
    for (blob,) in db.execute("SELECT geom FROM obstacle ORDER BY fid"):
        found.update(b"-" if blob is None else blob)
    return found.hexdigest()


def _load(path: Path) -> Scene | None:
    """Return a kept scene; None where there is none or it is not whole."""
    import numpy as np

    from maps.coverage.grid import Grid
    from maps.coverage.scene import Scene

    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            indptr, edges, inside, origin, size = (kept[name] for name in _ARRAYS)
        columns, rows, edge_count = (int(v) for v in size)
        x0, y0, cell = (float(v) for v in origin)
        whole = len(inside) == columns * rows == len(indptr) - 1 and len(edges) == indptr[-1]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if not whole:
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return Scene(Grid(x0, y0, cell, columns, rows, indptr, edges, inside), edge_count)


def _save(scene: Scene, path: Path) -> None:
    """Keep a scene, whole or not at all; the one used least lately makes room."""
    import numpy as np

    grid = scene.grid
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(
                file,
                indptr=grid.indptr,
                edges=grid.edges,
                inside=grid.inside,
                origin=np.array([grid.x0, grid.y0, grid.cell]),
                size=np.array([grid.columns, grid.rows, scene.edge_count]),
            )
        Path(name).replace(path)
        by_use = sorted(path.parent.glob("*.npz"), key=lambda each: each.stat().st_mtime)
        for old in by_use[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:  # a full disk, no right to write: it is made again next time
        return
