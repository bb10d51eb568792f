"""Where cameras really stand: off the facade they hang on, or wrongly inside a building.

Public: `Places`, `place`, `ON_FACADE_M`, `OFF_FACADE_M`.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from maps.coverage.scene import Scene

#: A camera nearer than this to a facade, outside or inside it, is taken as mounted on that facade...
ON_FACADE_M = 0.4
#: ...and looks from this distance off it, along the outward normal; less where a wall stands opposite.
OFF_FACADE_M = (0.4, 0.2, 0.1, 0.05)


@dataclass(frozen=True)
class Places:
    """The viewpoints of n cameras.

    Attributes
    ----------
    x, y : float64 arrays (n,)
        From where each looks.
    moved_m : float64 array (n,)
        How far it was moved; 0 for most.
    inside : bool array (n,)
        Deep inside an obstacle: nothing can be computed.
    facade : object array (n,)
        Nearest point of a facade for those inside, None for the others.
    """

    x: np.ndarray
    y: np.ndarray
    moved_m: np.ndarray
    inside: np.ndarray
    facade: np.ndarray


def place(scene: Scene, x: np.ndarray, y: np.ndarray) -> Places:
    """Move cameras off their facade; tell which are inside an obstacle."""
    inside = scene.contains(x, y)
    near = scene.nearest_facade(x, y, ON_FACADE_M)
    hanging = np.flatnonzero(np.isfinite(near.distance_m))
    px, py, moved = x.copy(), y.copy(), np.zeros(len(x))
    for offset in reversed(OFF_FACADE_M) if len(hanging) else ():
        nx = near.x[hanging] + offset * near.normal_x[hanging]
        ny = near.y[hanging] + offset * near.normal_y[hanging]
        free = ~scene.contains(nx, ny)
        at = hanging[free]
        px[at], py[at] = nx[free], ny[free]
        moved[at] = np.hypot(nx - x[hanging], ny - y[hanging])[free]
    stuck = inside & (moved == 0.0)
    facade = np.full(len(x), None, object)
    if stuck.any():
        found = scene.nearest_facade(x[stuck], y[stuck])
        facade[stuck] = shapely.points(found.x, found.y)
    return Places(px, py, moved, stuck, facade)
