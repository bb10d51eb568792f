"""From the hand-drawn streets to the whole network: faces, pieces, minor streets, leaves.

The main streets enclose faces; a face is divided into pieces by local roads and each piece into
leaves, either like an old town (recursive crooked cuts) or like an estate (a grid in its own frame).
A leaf minus half the width of the streets around it is a block.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import shapely
from numpy.random import Generator
from shapely import LineString, Point, Polygon

from data.demo import plan
from data.demo.geometry import cut, faces, frame, lines_of, stream, turned
from data.demo.plan import Street

# Where each part of the town outside the ring takes its character from: the nearest seed wins.
CHARACTERS: tuple[tuple[float, float, str], ...] = (
    (-1280, 520, "industry"), (-1250, 820, "industry"), (-900, 880, "slabs"), (-860, 300, "mixed"),
    (-800, 440, "slabs"),
    (-1300, 0, "row"), (-1250, -300, "villas"), (-900, -60, "mixed"), (-830, -380, "villas"),
    (-560, -720, "mixed"), (-350, 1190, "slabs"), (250, 1170, "mixed"), (-550, 900, "mixed"), (500, 930, "mixed"),
    (0, 980, "slabs"), (900, 1060, "industry"), (1270, 760, "industry"), (1000, 620, "slabs"),
    (780, 480, "mixed"), (900, 0, "mixed"), (1330, 150, "row"), (1300, -250, "villas"), (1250, -560, "villas"),
    (850, -330, "mixed"), (1000, -830, "row"), (600, -650, "mixed"), (250, -720, "mixed"),
    (-200, -880, "villas"), (300, -840, "villas"), (700, -850, "villas"), (-900, -800, "villas"),
    (-1330, -560, "field"), (1240, 420, "slabs"), (820, 720, "industry"), (1240, -900, "field"),
    (-700, 1120, "field"), (-1470, -150, "field"), (1420, 560, "field"),
)  # fmt: skip
# Built-up ground beyond the bypass: x, y, radius, character.
SPRAWL: tuple[tuple[float, float, float, str], ...] = (
    (-1680, 260, 190, "industry"), (1660, 420, 170, "industry"), (1620, -930, 170, "villas"),
    (150, -1370, 110, "villas"),
)  # fmt: skip
# Pieces with a use of their own.
LARGE: tuple[tuple[float, float, str], ...] = (
    (-800, -230, "park"), (830, 330, "park"), (1190, -420, "park"), (430, 1130, "park"), (-940, 600, "park"),
    (1300, 420, "cemetery"), (-640, -900, "sport"), (700, -560, "hospital"), (-560, 1060, "sport"),
)  # fmt: skip

# Leaf area (m2), street width (m), share of grids, crookedness (m) for each character.
STYLES: dict[str, tuple[float, float, float, float]] = {
    "core": (2100, 5.5, 0.0, 5.0),
    "old": (3300, 7.5, 0.0, 4.0),
    "mixed": (6200, 10.0, 0.55, 1.5),
    "row": (5200, 9.5, 0.9, 0.0),
    "villas": (7200, 9.0, 0.6, 3.0),
    "slabs": (13500, 12.0, 0.75, 0.0),
    "industry": (24000, 13.0, 0.6, 0.0),
}
PIECE_M2 = 52_000
FIELD_M2 = 60_000


@dataclass
class Leaf:
    """A part of the town bounded by street axes."""

    polygon: Polygon
    character: str
    face: int
    piece: int


@dataclass
class Network:
    """The faces between the main streets, the leaves within and all the streets."""

    faces: list[Polygon]
    leaves: list[Leaf] = field(default_factory=list)
    streets: list[Street] = field(default_factory=list)


def build_network() -> Network:
    """Divide the whole area and return the network; names of minor streets are still empty."""
    main = list(plan.main_streets())
    outline = plan.area().exterior
    network = Network(faces(_dividers(main, outline)))
    network.faces = [face for face in network.faces if plan.area().contains(face.representative_point())]
    pieces = 0
    for number, face in enumerate(network.faces):
        rng = stream(f"face {number}")
        for piece, streets in _pieces(face, rng):
            network.streets += streets
            character = _character(piece)
            leaves, minor = _leaves(piece, character, rng)
            network.leaves += [Leaf(leaf, character, number, pieces) for leaf in leaves]
            network.streets += minor
            pieces += 1
    network.streets = _clipped(main, network.streets)
    return network


def _dividers(main: list[Street], outline: LineString) -> list[LineString]:
    banks = plan.river().boundary
    return [outline, plan.railway(), banks, *(street.line for street in main)]


def _character(piece: Polygon) -> str:
    """Return the character of a piece from where it lies."""
    point = piece.representative_point()
    if plan.river().contains(point):
        return "river"
    if Polygon(plan.SQUARE).contains(point) or Polygon(plan.FORECOURT).contains(point):
        return "square"
    if plan.inner().contains(point):
        return "cathedral" if Polygon(plan.CATHEDRAL).contains(point) else "core"
    if plan.ring().contains(point):
        return "old"
    if not built_up().contains(point):
        return _outskirts(point)
    if piece.area < PIECE_M2 * 2:
        for x, y, use in LARGE:
            if piece.contains(Point(x, y)):
                return use
    seeds = np.array([seed[:2] for seed in CHARACTERS])
    nearest = int(np.argmin(np.hypot(seeds[:, 0] - point.x, seeds[:, 1] - point.y)))
    return CHARACTERS[nearest][2]


@cache
def built_up() -> Polygon:
    """Return the ground within the bypass and the levee."""
    names = ("Tangenziale", "Via dell'Argine")
    rings = shapely.unary_union([street.line for street in plan.main_streets() if street.name in names])
    return shapely.union_all(shapely.get_parts(shapely.polygonize([rings])))


def _outskirts(point: Point) -> str:
    """Return what lies beyond the bypass: some sprawl, the river's meadows, fields."""
    for x, y, radius, character in SPRAWL:
        if np.hypot(point.x - x, point.y - y) < radius:
            return character
    return "meadow" if plan.river().distance(point) < 190 else "country"


def _pieces(face: Polygon, rng: Generator) -> list[tuple[Polygon, list[Street]]]:
    """Divide a face by local roads into pieces; the streets come with the first piece."""
    character = _character(face)
    if character in ("river", "square", "core", "cathedral"):
        return [(face, [])]
    open_land = not built_up().contains(face.representative_point())
    target = FIELD_M2 if open_land else PIECE_M2
    if face.area < target * 1.4:
        return [(face, [])]
    parts, cuts = _subdivide(face, target, 6.0, rng)
    kind, width = ("track", 5.0) if open_land else ("tertiary", 12.0)
    if character == "old":
        kind, width = "residential", 9.0
    streets = [Street("", kind, width, line) for line in cuts]
    return [(part, streets if number == 0 else []) for number, part in enumerate(parts)]


def _leaves(piece: Polygon, character: str, rng: Generator) -> tuple[list[Polygon], list[Street]]:
    """Divide a piece into leaves; return them and the streets between."""
    if character not in STYLES:
        return [piece], []
    target, width, grids, crooked = STYLES[character]
    if piece.area < target * 1.3:
        return [piece], []
    if rng.random() < grids:
        parts, cuts = _grid(piece, target, rng)
    else:
        parts, cuts = _subdivide(piece, target, crooked, rng)
    return parts, [_minor_street(line, character, width, rng) for line in cuts]


def _minor_street(line: LineString, character: str, width: float, rng: Generator) -> Street:
    if character in ("core", "old"):
        narrow = width * rng.uniform(0.75, 1.25) * (1.15 if line.length > 110 else 0.9)
        kinds = ["pedestrian", "living_street", "residential"]
        shares = [0.4, 0.35, 0.25] if character == "core" else [0.06, 0.24, 0.7]
        return Street("", str(rng.choice(kinds, p=shares)), round(narrow, 1), line, bool(rng.random() < 0.6))
    kind = "service" if line.length < 70 else "residential"
    return Street("", kind, round(width * rng.uniform(0.9, 1.1), 1), line, bool(rng.random() < 0.2))


def _subdivide(
    polygon: Polygon, target_m2: float, crooked_m: float, rng: Generator
) -> tuple[list[Polygon], list[LineString]]:
    """Cut a polygon across its length again and again until the parts are near the target area."""
    done: list[Polygon] = []
    cuts: list[LineString] = []
    waiting = [polygon]
    while waiting:
        part = waiting.pop()
        if part.area < target_m2 * rng.uniform(0.85, 1.75):
            done.append(part)
            continue
        halves, line = _best_cut(part, crooked_m, rng)
        cuts += line
        waiting += halves
    return done, cuts


def _best_cut(part: Polygon, crooked_m: float, rng: Generator) -> tuple[list[Polygon], list[LineString]]:
    """Try a few cuts and keep the one whose thinner part is the least thin."""
    trials: list[tuple[float, int, list[Polygon], LineString]] = []
    for _ in range(4):
        line = _across(part, crooked_m, rng)
        halves = cut(part, [line])
        worst = min(4 * np.pi * half.area / half.length**2 for half in halves)
        trials.append((round(worst, 6) if len(halves) > 1 else -1.0, len(trials), halves, line))
    _, _, halves, line = max(trials)
    return halves, lines_of(line.intersection(part))


def _across(part: Polygon, crooked_m: float, rng: Generator) -> LineString:
    """Draw a line across the middle of a polygon, a little askew and bent."""
    centre, along, across, length, _ = frame(part)
    middle = centre + along * length * rng.uniform(-0.11, 0.11)
    direction = turned(across, rng.normal(0, 5.0 if crooked_m else 1.0))
    bend = along * rng.normal(0, crooked_m) if crooked_m else along * 0
    points = [
        middle - direction * 600,
        middle - direction * 25 - bend,
        middle + direction * 25 + bend,
        middle + direction * 600,
    ]
    return LineString(np.round(points, 2))


def _grid(piece: Polygon, target_m2: float, rng: Generator) -> tuple[list[Polygon], list[LineString]]:
    """Cut a piece by two families of parallel streets in its own frame."""
    centre, along, across, length, breadth = frame(piece)
    ratio = rng.uniform(1.3, 1.9)
    narrow = np.sqrt(target_m2 / ratio)
    columns = _offsets(length, narrow * ratio, rng)
    rows = _offsets(breadth, narrow, rng)
    lines = [_straight(centre + along * offset, across, breadth) for offset in columns]
    lines += [_straight(centre + across * offset, along, length) for offset in rows]
    parts = cut(piece, lines) if lines else [piece]
    streets = [found for line in lines for found in lines_of(line.intersection(piece), 25.0)]
    return parts, streets


def _offsets(extent: float, spacing: float, rng: Generator) -> np.ndarray:
    """Return where the lines of a family cross the axis, from its middle."""
    count = max(1, round(extent / spacing))
    inside = (np.arange(1, count) / count - 0.5) * extent
    return inside + rng.uniform(-0.06, 0.06, len(inside)) * spacing


def _straight(point: np.ndarray, direction: np.ndarray, reach: float) -> LineString:
    return LineString(np.round([point - direction * reach, point + direction * reach], 2))


def _clipped(main: list[Street], minor: list[Street]) -> list[Street]:
    """Keep the streets within the area and the minor ones out of railway and river."""
    rails = plan.railway().buffer(plan.RAILWAY_WIDTH_M / 2)
    barred = shapely.union_all([rails, plan.YARD, plan.STATION.buffer(8), plan.river()])
    kept = []
    for street in main:
        parts = lines_of(shapely.line_merge(street.line.intersection(plan.area())), 10.0)
        kept += [
            Street(street.name, street.road_class, street.width_m, part, street.oneway) for part in parts
        ]
    for street in minor:
        parts = lines_of(street.line.difference(barred), 20.0)
        kept += [
            Street(street.name, street.road_class, street.width_m, part, street.oneway) for part in parts
        ]
    return kept
