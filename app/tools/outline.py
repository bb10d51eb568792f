"""Outlines as lists of vertices: what can be moved, added, removed, and when the result is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely

Point = tuple[float, float]
#: Part, ring (0 is the outer one), vertex.
Place = tuple[int, int, int]
LEAST_VERTICES = 3


@dataclass(frozen=True)
class Outline:
    """The rings of an area, each without its repeated last vertex.

    Attributes
    ----------
    parts : tuple of parts of rings of (x, y)
    """

    parts: tuple[tuple[tuple[Point, ...], ...], ...]

    @classmethod
    def of(cls, area: Any) -> "Outline":
        """Return the outline of a shapely polygon or multipolygon."""
        return cls(
            tuple(
                tuple(
                    tuple((x, y) for x, y, *_ in ring.coords[:-1])
                    for ring in (part.exterior, *part.interiors)
                )
                for part in shapely.get_parts(area)
            )
        )

    def geometry(self) -> Any:
        """Return the area as a multipolygon."""
        return self._shape

    @cached_property
    def _shape(self) -> Any:
        return shapely.MultiPolygon([(part[0], list(part[1:])) for part in self.parts])

    @property
    def count(self) -> int:
        """How many vertices there are."""
        return sum(len(ring) for part in self.parts for ring in part)

    def vertices(self) -> Iterator[tuple[Place, Point]]:
        """Yield every vertex with its place."""
        for p, part in enumerate(self.parts):
            for r, ring in enumerate(part):
                for v, point in enumerate(ring):
                    yield (p, r, v), point

    def middles(self) -> Iterator[tuple[Place, Point]]:
        """Yield the middle of every side with the place that a vertex there would have."""
        for p, part in enumerate(self.parts):
            for r, ring in enumerate(part):
                for v, (x, y) in enumerate(ring):
                    nx, ny = ring[(v + 1) % len(ring)]
                    yield (p, r, v + 1), ((x + nx) / 2.0, (y + ny) / 2.0)

    def moved(self, place: Place, point: Point) -> "Outline":
        """Return it with a vertex elsewhere."""
        return self._with_ring(place, lambda ring, v: (*ring[:v], point, *ring[v + 1 :]))

    def inserted(self, place: Place, point: Point) -> "Outline":
        """Return it with one vertex more."""
        return self._with_ring(place, lambda ring, v: (*ring[:v], point, *ring[v:]))

    def point(self, place: Place) -> Point:
        """Return where a vertex is."""
        p, r, v = place
        return self.parts[p][r][v]

    def shifted(self, dx: float, dy: float) -> "Outline":
        """Return it moved as a whole, metres."""
        return Outline(
            tuple(tuple(tuple((x + dx, y + dy) for x, y in ring) for ring in part) for part in self.parts)
        )

    def removed(self, place: Place) -> "Outline | None":
        """Return it with one vertex less; a hole of three goes whole, None for an outer ring of three."""
        p, r, _ = place
        if len(self.parts[p][r]) <= LEAST_VERTICES:
            if r == 0:
                return None
            part = (*self.parts[p][:r], *self.parts[p][r + 1 :])
            return Outline((*self.parts[:p], part, *self.parts[p + 1 :]))
        return self._with_ring(place, lambda ring, v: (*ring[:v], *ring[v + 1 :]))

    def _with_ring(self, place: Place, change: Any) -> "Outline":
        p, r, v = place
        part = self.parts[p]
        ring = change(part[r], v)
        return Outline((*self.parts[:p], (*part[:r], ring, *part[r + 1 :]), *self.parts[p + 1 :]))

    @cached_property
    def sound(self) -> bool:
        """Whether no side crosses another."""
        return bool(shapely.is_valid(self.geometry()))


def crosses(line: list[Point], point: Point) -> bool:
    """Tell whether a side from the end of an open line to a point would cross or touch the line."""
    if len(line) < 3:
        return point in line
    side = shapely.LineString([line[-1], point])
    return bool(shapely.intersects(side, shapely.LineString(line[:-1])))


def closes_badly(line: list[Point]) -> bool:
    """Tell whether the ring made of an open line crosses itself."""
    return not shapely.is_valid(shapely.Polygon(line))
