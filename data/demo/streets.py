"""From the hand-drawn streets to the whole network: faces, pieces, minor streets, leaves.

The main streets enclose faces; a face is divided into pieces by local roads and each piece into
leaves, either like an old town (recursive crooked cuts) or like an estate (a grid in its own frame).
A leaf minus half the width of the streets around it is a block.
"""

from dataclasses import dataclass, field

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
    (-1300, 0, "row"), (-1250, -300, "villas"), (-900, -60, "mixed"), (-830, -380, "villas"), (-560, -720, "mixed"),
    (-350, 1150, "slabs"), (250, 1190, "row"), (-550, 900, "mixed"), (500, 960, "mixed"), (0, 980, "slabs"),
    (900, 1080, "industry"), (1270, 760, "industry"), (1000, 620, "slabs"), (780, 480, "mixed"), (900, 0, "mixed"),
    (1330, 150, "row"), (1300, -250, "villas"), (1250, -620, "villas"), (850, -330, "mixed"), (1000, -830, "row"),
    (600, -650, "mixed"), (250, -720, "mixed"), (-200, -880, "villas"), (300, -840, "villas"), (700, -850, "villas"),
    (-900, -800, "villas"), (-1340, -560, "villas"), (1240, 420, "slabs"), (820, 720, "industry"),
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
    if plan.inner().contains(point):
        return "square" if Polygon(plan.SQUARE).contains(point) else "core"
    if plan.ring().contains(point):
        return "old"
    if Polygon(plan.FORECOURT).contains(point):
        return "square"
    if _is_open_country(point):
        return "country"
    seeds = np.array([seed[:2] for seed in CHARACTERS])
    nearest = int(np.argmin(np.hypot(seeds[:, 0] - point.x, seeds[:, 1] - point.y)))
    return CHARACTERS[nearest][2]


def _is_open_country(point: Point) -> bool:
    """Tell whether a point is beyond the bypass or the levee."""
    names = ("Tangenziale", "Via dell'Argine")
    bypass, levee = (next(s.line for s in plan.main_streets() if s.name == name) for name in names)
    built = shapely.polygonize([shapely.unary_union([bypass, levee])])
    return not any(part.contains(point) for part in built.geoms)


def _pieces(face: Polygon, rng: Generator) -> list[tuple[Polygon, list[Street]]]:
    """Divide a face by local roads into pieces; the streets come with the first piece."""
    character = _character(face)
    if character in ("river", "square", "country") or face.area < PIECE_M2 * 1.4:
        return [(face, [])]
    if character == "core":
        return [(face, [])]
    width = 9.0 if character == "old" else 12.0
    parts, cuts = _subdivide(face, PIECE_M2, 6.0, rng)
    kind = "residential" if character == "old" else "tertiary"
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
    trials = []
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
    barred = shapely.union_all([plan.railway().buffer(plan.RAILWAY_WIDTH_M / 2), plan.YARD, plan.river()])
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
