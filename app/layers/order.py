"""The order of the layers: rows of the card from the top down, painters from the bottom up."""

from collections.abc import Iterable, Sequence

from app.canvas.painters.base import Painter, Surface
from app.layers.parts import ORDER
from maps.views.symbology import legend_order

#: Painters that one row of the card stands for, where they are not of its name alone.
PAINTERS_OF = {
    "ground": ("land_use", "road", "obstacle", "obstacle_outline"),
    "choropleth": ("choropleth", "zone_theme"),
}
#: Painters whose place is their own: the ground below, the names above.
FIXED = ("land", *PAINTERS_OF["ground"], "tiles", "labels")
_SURFACES = tuple(Surface)


def row_of(name: str) -> str:
    """Return the row of the card that a painter belongs to."""
    return next((row for row, names in PAINTERS_OF.items() if name in names), name)


def design_order() -> tuple[str, ...]:
    """Return the rows that can be moved, from the top down, as designed."""
    names = [row_of(name) for name in reversed(ORDER) if name not in FIXED]
    above = [
        "camera",
        "footprint",
    ]  # the symbols of the territory lie above areas, and stand with their group
    return (*above, *(name for name in dict.fromkeys(names) if name not in above))


def rows_down(order: Sequence[str]) -> tuple[str, ...]:
    """Return every row that can be moved, from the top down, in the user's order or as designed."""
    return legend_order(order, design_order())


def moved(order: Sequence[str], name: str, before: str) -> tuple[str, ...]:
    """Return the order with a row put above another; "" for below all."""
    rows = [each for each in rows_down(order) if each != name]
    rows.insert(rows.index(before) if before in rows else len(rows), name)
    return () if tuple(rows) == design_order() else tuple(rows)


def painters_up(order: Sequence[str]) -> list[str]:
    """Return every painter from the bottom up: those that can be moved change places among themselves."""
    if not order:
        return list(ORDER)
    up = [
        name for row in reversed(rows_down(order)) for name in PAINTERS_OF.get(row, (row,)) if name in ORDER
    ]
    free = iter(up)
    return [name if name in FIXED else next(free) for name in ORDER]


def lift(painters: Iterable[Painter], *, by_user: bool) -> None:
    """Give painters the picture that their place asks for.

    As designed, symbols lie above areas. In the user's own order an area above symbols goes into their picture.
    """
    lowest = 0
    for painter in painters:
        own = type(painter).surface
        lowest = max(lowest, _SURFACES.index(own)) if by_user else 0
        painter.surface = _SURFACES[max(lowest, _SURFACES.index(own))]
