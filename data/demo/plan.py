"""The hand-drawn plan of the invented town: what a subdivision rule cannot draw.

Coordinates are local metres around the main square. The layout (ring, gates, river, railway) is
invented: it copies no real town, only the way such towns of the Po plain are made.
"""

from dataclasses import dataclass
from functools import cache

from shapely import LineString, Polygon

from data.demo.geometry import curve

Points = list[tuple[float, float]]

AREA: Points = [
    (-2020, -60), (-2080, 620), (-1720, 1330), (-900, 1420), (-250, 1640), (760, 1470), (1500, 1390),
    (1950, 900), (1840, 250), (1990, -560), (1560, -1330), (640, -1560), (-480, -1660), (-1340, -1480),
    (-1800, -900),
]  # fmt: skip
RIVER: Points = [
    (-2300, -150), (-1880, -520), (-1560, -950), (-1080, -1235), (-520, -1270), (0, -1140), (480, -1110),
    (930, -1300), (1330, -1600), (1700, -1900),
]  # fmt: skip
RIVER_WIDTH_M = 190.0
RAILWAY: Points = [
    (-2150, 560), (-1420, 640), (-900, 765), (-300, 858), (0, 872), (300, 868), (900, 800), (1450, 745), (2150, 790),
]  # fmt: skip
RAILWAY_WIDTH_M = 26.0
STATION = Polygon([(-75, 821.5), (75, 821.5), (75, 836.5), (-75, 836.5)])
YARD = Polygon([(-330, 838), (330, 838), (290, 912), (-290, 912)])

RING: Points = [
    (0, 640), (230, 668), (450, 520), (655, 390), (690, 130), (738, -170), (520, -420), (380, -612),
    (20, -635), (-240, -668), (-400, -560), (-640, -470), (-715, -170), (-700, 60), (-760, 290), (-570, 390),
    (-390, 610),
]  # fmt: skip
INNER: Points = [
    (10, 330), (150, 345), (220, 270), (345, 210), (330, 65), (352, -70), (270, -190), (215, -300), (80, -310),
    (-60, -345), (-170, -290), (-290, -230), (-310, -90), (-350, 40), (-290, 150), (-235, 270), (-100, 300),
]  # fmt: skip
MIDDLE: Points = [
    (-1080, 110), (-1120, 450), (-1040, 820), (-620, 985), (0, 1090), (560, 1010), (900, 910), (1085, 600),
    (1120, 165), (1060, -240), (930, -650), (540, -770), (25, -770), (-340, -800), (-610, -790), (-900, -600),
    (-1010, -240),
]  # fmt: skip
SQUARE: Points = [(-48, -36), (40, -44), (52, 30), (-40, 40)]
CATHEDRAL: Points = [(52, 30), (140, 40), (150, -35), (40, -44)]
FORECOURT: Points = [(-95, 745), (0, 745), (95, 745), (95, 816), (-95, 816)]


@dataclass(frozen=True)
class Street:
    """A street: its axis, the width from front to front in metres, its class and name."""

    name: str
    road_class: str
    width_m: float
    line: LineString
    oneway: bool = False


def _open(name: str, road_class: str, width_m: float, points: Points) -> Street:
    return Street(name, road_class, width_m, curve(points))


def _loop(name: str, road_class: str, width_m: float, points: Points, slack: float = 0.0) -> Street:
    step = 18.0 if slack else 1000.0
    return Street(name, road_class, width_m, curve(points, closed=True, step_m=step, slack=slack))


@cache
def area() -> Polygon:
    """Return the area of the project."""
    return Polygon(curve(AREA, closed=True, step_m=60))


@cache
def river() -> Polygon:
    """Return the bed of the river within the area."""
    return curve(RIVER, step_m=25).buffer(RIVER_WIDTH_M / 2, cap_style="flat").intersection(area())


@cache
def railway() -> LineString:
    """Return the axis of the railway."""
    return curve(RAILWAY, step_m=40).intersection(area())


@cache
def ring() -> Polygon:
    """Return what the ring road encloses."""
    return Polygon(curve(RING, closed=True, slack=0.4))


@cache
def inner() -> Polygon:
    """Return the core of the old town."""
    return Polygon(curve(INNER, closed=True, slack=0.35))


@cache
def main_streets() -> tuple[Street, ...]:
    """Return the streets drawn by hand, longest first among equals; not yet clipped to the area."""
    return (*_loops(), *_radials_inside(), *_radials_outside(), *_outer_roads())


def _loops() -> list[Street]:
    return [
        _loop("Piazza del Duomo", "pedestrian", 6, SQUARE),
        _loop("Via della Cattedrale", "pedestrian", 7, CATHEDRAL),
        _loop("Piazzale della Stazione", "tertiary", 10, FORECOURT),
        _loop("Via della Cerchia", "tertiary", 9, INNER, slack=0.35),
        _loop("Viale delle Mura", "primary", 22, RING, slack=0.4),
        _loop("Viale dei Tigli", "secondary", 15, MIDDLE, slack=0.8),
    ]


def _radials_inside() -> list[Street]:
    return [
        _open("Corso Cavour", "pedestrian", 10, [(-40, 40), (-32, 180), (10, 330)]),
        _open("Corso Cavour", "tertiary", 11, [(10, 330), (22, 480), (0, 640)]),
        _open("Corso Mazzini", "pedestrian", 9, [(140, 40), (235, 44), (330, 65)]),
        _open("Corso Mazzini", "tertiary", 11, [(330, 65), (500, 85), (690, 130)]),
        _open("Corso Matteotti", "pedestrian", 9, [(40, -44), (44, -180), (80, -310)]),
        _open("Corso Matteotti", "tertiary", 11, [(80, -310), (62, -470), (20, -635)]),
        _open("Corso Garibaldi", "pedestrian", 9, [(-48, -36), (-180, -66), (-310, -90)]),
        _open("Corso Garibaldi", "tertiary", 11, [(-310, -90), (-500, -40), (-700, 60)]),
        _open("Via Palestro", "residential", 9, [(220, 270), (325, 400), (450, 520)]),
        _open("Via Solferino", "residential", 9, [(270, -190), (400, -295), (520, -420)]),
        _open("Via Montebello", "residential", 8.5, [(-170, -290), (-275, -430), (-400, -560)]),
        _open("Via Magenta", "residential", 9, [(-290, 150), (-440, 260), (-570, 390)]),
    ]


def _radials_outside() -> list[Street]:
    return [
        _open("Viale Trento", "secondary", 18, [(0, 640), (0, 745)]),
        _open("Via Ariosto", "secondary", 14, [(450, 520), (740, 770), (900, 910), (1060, 1060), (1500, 1560)]),
        _open("Via Porta Levante", "secondary", 15, [(690, 130), (1120, 165), (1530, 265), (2150, 340)]),
        _open("Via dei Lavatoi", "secondary", 14, [(520, -420), (930, -650), (1350, -850), (2100, -1130)]),
        _open("Viale del Fiume", "secondary", 16, [(20, -635), (25, -770), (40, -905), (60, -1140), (170, -1750)]),
        _open("Via dei Canottieri", "tertiary", 13, [(-400, -560), (-610, -790), (-820, -990)]),
        _open("Via delle Fornaci", "secondary", 14, [(-700, 60), (-1080, 110), (-1450, 185), (-2150, 330)]),
        _open(
            "Via dei Cappuccini",
            "secondary",
            14,
            [(-570, 390), (-820, 620), (-1040, 820), (-1250, 1020), (-1750, 1600)],
        ),
        _open("Via della Ferrovia", "tertiary", 13, [(-820, 620), (-450, 705), (-95, 745)]),
        _open("Via dello Scalo", "tertiary", 13, [(95, 745), (420, 748), (740, 770)]),
    ]  # fmt: skip


def _outer_roads() -> list[Street]:
    bypass: Points = [
        (-1480, -560), (-1560, -200), (-1450, 185), (-1480, 640), (-1250, 1020), (-820, 1190), (-200, 1370),
        (430, 1235), (1060, 1060), (1400, 740), (1530, 265), (1420, -280), (1350, -850), (1150, -1180),
    ]  # fmt: skip
    levee: Points = [
        (-2200, 80), (-1760, -280), (-1480, -560), (-1170, -900), (-820, -990), (-400, -1010), (40, -905),
        (500, -870), (900, -1010), (1150, -1180), (1500, -1480), (1800, -1800),
    ]  # fmt: skip
    return [
        _open("Tangenziale", "trunk", 20, bypass),
        _open("Via dell'Argine", "tertiary", 9, levee),
    ]
