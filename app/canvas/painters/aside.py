"""How a name steps aside for the symbols under it: by little, and the same wherever the map is moved to."""

import numpy as np

#: How far the drawing of a camera reaches from its point, pixels.
SYMBOL_PX = 10.0
#: A name goes no further than these shares of its height and of its width.
_DOWN, _ACROSS = (0.0, -1.0, 1.0, -2.0, 2.0), (0.0, 0.35, -0.35)


def step_aside(
    x: float, y: float, width: float, height: float, px: np.ndarray, py: np.ndarray
) -> tuple[float, float]:
    """Return the place near (x, y) where a name hides the fewest symbols, the nearest of those.

    Parameters
    ----------
    x, y, width, height : float
        Middle and size of the name, pixels.
    px, py : ndarray, shape (n,)
        Places of the symbols, pixels.
    """
    far_x, far_y = width + SYMBOL_PX, 3 * height + SYMBOL_PX
    near = (np.abs(px - x) < far_x) & (np.abs(py - y) < far_y)
    if not near.any():
        return x, y
    px, py = px[near], py[near]
    places = [(x + right * width, y + down * height) for right in _ACROSS for down in _DOWN]

    def cost(at: tuple[float, float]) -> tuple[int, float]:
        within = np.abs(px - at[0]) < width / 2 + SYMBOL_PX
        hidden = np.count_nonzero(within & (np.abs(py - at[1]) < height / 2 + SYMBOL_PX))
        return int(hidden), abs(at[0] - x) + abs(at[1] - y)

    return min(places, key=cost)
