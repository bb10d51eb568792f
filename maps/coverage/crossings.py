"""Where a road passes a boundary: not where it only touches it, nor where it ends beside it.

Public: `Boundary`, `PROBE_M`.
"""

import numpy as np
import shapely

#: The side on which a road runs is looked at this far before and after it meets the boundary. A road that ends nearer
#: than this to the boundary does not pass it, unless another road goes on from there. In metres.
PROBE_M = 1.0
#: An end this near lies on the boundary itself: whoever made the extract cut the road there. In metres.
CUT_M = 0.1
#: A road that goes on from an end is followed for so long to tell where it leads, in metres.
FOLLOWED_M = 12.0


class Boundary:
    """A boundary among the roads that vehicles take.

    Parameters
    ----------
    ground : polygon or multipolygon
    roads : array of LineString or MultiLineString
        Among which those that go on where another ends are looked for.
    """

    def __init__(self, ground: shapely.Geometry, roads: np.ndarray) -> None:
        self.ground, self.ring = ground, ground.boundary
        self._strip = self.ring.buffer(PROBE_M)
        self._roads = shapely.get_parts(roads)
        self._tree = shapely.STRtree(self._roads)
        shapely.prepare([self.ground, self.ring, self._strip])

    def crossings(self, line: shapely.LineString) -> list[tuple[float, bool]]:
        """Return how far along a line it passes the boundary, and whether inwards in the line's direction."""
        begin, stop = 0.0, line.length
        found = []
        if self._beside(line, begin):
            begin = self._leaves(line)
            if self._passes_at_end(line, 0.0, begin):
                found.append((0.0, True))
        if self._beside(line, stop):
            stop -= self._leaves(line.reverse())
            if begin < stop and self._passes_at_end(line, line.length, stop):
                found.append((line.length, False))
        for at in self._marks_m(line):
            inward = self._inside(line, at + PROBE_M)
            if begin <= at <= stop and inward != self._inside(line, at - PROBE_M):
                found.append((at, inward))
        return found

    def _beside(self, line: shapely.LineString, at_m: float) -> bool:
        return bool(shapely.dwithin(self.ring, line.interpolate(at_m), PROBE_M))

    def _leaves(self, line: shapely.LineString) -> float:
        """Return how far along a line that begins beside the boundary it first goes away from it."""
        away = shapely.get_parts(shapely.difference(line, self._strip))
        starts = [line.project(shapely.Point(part.coords[0])) for part in away if part.length]
        return min(starts, default=line.length)

    def _passes_at_end(self, line: shapely.LineString, end_m: float, leaves_m: float) -> bool:
        """Tell whether a road that comes from inside ends where it is cut, or where another goes on."""
        if not 0.0 < leaves_m < line.length or not self._inside(line, leaves_m):
            return False
        end = line.interpolate(end_m)
        return bool(shapely.dwithin(self.ring, end, CUT_M) or self._leads_on(end, line))

    def _leads_on(self, end: shapely.Point, line: shapely.LineString) -> bool:
        """Tell whether another road goes on from the end of a line to outside the boundary, or along it."""
        disc = end.buffer(FOLLOWED_M)
        for i in self._tree.query(end, predicate="dwithin", distance=PROBE_M):
            if self._roads[i].equals(line):
                continue
            for part in shapely.get_parts(shapely.intersection(self._roads[i], disc)):
                tips = shapely.points(shapely.get_coordinates(part)[[0, -1]])
                tips = tips[shapely.distance(tips, end) > PROBE_M]
                deep = shapely.contains(self.ground, tips) & (shapely.distance(tips, self.ring) >= PROBE_M)
                if not deep.all():
                    return True
        return False

    def _marks_m(self, line: shapely.LineString) -> list[float]:
        """Return how far along a line it meets the boundary, once for each stretch that lies on it."""
        marks = shapely.get_parts(shapely.intersection(line, self.ring))
        found: list[float] = shapely.line_locate_point(line, shapely.point_on_surface(marks)).tolist()
        return found

    def _inside(self, line: shapely.LineString, at_m: float) -> bool:
        """Tell whether a place along a line is inside; past the ends of the line it is not."""
        return bool(0.0 <= at_m <= line.length and self.ground.contains(line.interpolate(at_m)))
