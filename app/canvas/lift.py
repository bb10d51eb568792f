"""Features taken out of the cached pictures while a tool moves them and draws them itself."""

from collections.abc import Iterable, Mapping, Sequence

from app.canvas.geometry import total_bounds
from app.canvas.painters.base import FeaturePainter, Painter, Surface
from app.canvas.view import Bounds


class Lift:
    """Which features are in the hand, and the painters without them."""

    def __init__(self) -> None:
        self._fids: dict[str, frozenset[int]] = {}
        self._copies: dict[Painter, Painter] = {}

    def reach(self, stack: Iterable[Painter]) -> list[tuple[Surface, Bounds]]:
        """Return where the pictures of these painters miss something."""
        found = []
        for painter in stack:
            if painter.name in self._fids and isinstance(painter, FeaturePainter):
                rows = painter.positions(sorted(self._fids[painter.name]))
                bounds = total_bounds(painter.geometries[rows])
                found += [(painter.surface, bounds)] if bounds is not None else []
        return found

    def take(self, features: Mapping[str, Sequence[int]]) -> None:
        """Take these features, and put back those taken before."""
        self._fids = {name: frozenset(fids) for name, fids in features.items() if len(fids)}
        self._copies = {}

    def left(self, painter: Painter) -> Painter:
        """Return the painter of what stays on the map."""
        fids = self._fids.get(painter.name)
        if fids is None:
            return painter
        if painter not in self._copies:
            copies = {old: new for old, new in self._copies.items() if old.name != painter.name}
            self._copies = {**copies, painter: painter.without(fids)}
        return self._copies[painter]

    def remaining(self, selection: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
        """Return a selection without what is in the hand."""
        return {
            name: [fid for fid in fids if fid not in self._fids.get(name, ())]
            for name, fids in selection.items()
        }
