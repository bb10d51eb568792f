"""Blocks: leaves minus the streets around them, with what each is used for."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Point, Polygon, STRtree

from data.demo import plan
from data.demo.geometry import polygons_of
from data.demo.plan import Street
from data.demo.streets import Leaf, Network, built_up

# Leaves with a use of their own: the leaf at that place takes it.
PLACES: tuple[tuple[float, float, str, str], ...] = (
    (0, 0, "square", "Piazza del Duomo"), (0, 790, "square", "Piazzale della Stazione"),
    (95, 0, "cathedral", "Duomo"), (-95, 150, "square", "Piazza Cavour"), (170, -110, "square", "Piazza Grande"),
    (-160, -190, "square", "Piazza della Pace"), (150, 170, "square", "Piazza dei Liutai"),
    (-210, 10, "square", "Largo dei Mercanti"), (-450, -190, "square", "Piazza del Mercato"),
    (400, -60, "square", "Piazza delle Erbe"), (-120, 470, "square", "Piazza Risorgimento"),
    (330, 300, "square", "Piazza Castello"), (-250, -470, "square", "Piazza Santa Marta"),
    (250, -400, "square", "Piazza Marconi"), (-480, 200, "square", "Piazza San Rocco"),
    (-880, 250, "square", "Piazza delle Fornaci"), (820, 60, "square", "Piazza Levante"),
    (820, -380, "square", "Piazza dei Lavatoi"), (-330, -720, "square", "Largo dei Canottieri"),
    (1000, 560, "square", "Piazza della Filanda"), (-230, 230, "convent", "Ex convento dei Carmelitani"),
    (260, -30, "convent", "Palazzo del Podestà"), (-60, -220, "convent", "Palazzo degli Uffici"),
    (420, 230, "convent", "Monastero delle Orsoline"), (-500, 60, "convent", "Collegio"),
    (60, -120, "convent", "Palazzo Comunale"), (150, -500, "convent", "Ex convento delle Clarisse"),
    (-400, 380, "convent", "Ex caserma"), (110, 420, "park", "Giardini pubblici"),
    (-380, -380, "park", "Giardino delle Mura"), (560, -230, "park", "Giardino pensile"),
    (-800, -230, "park", "Parco della Roggia"), (830, 330, "park", "Parco della Filanda"),
    (-940, 600, "park", "Parco delle Fornaci"), (1190, -420, "park", "Parco dei Lavatoi"),
    (430, 1130, "park", "Parco Nord"), (1300, 420, "cemetery", "Cimitero"),
    (700, -560, "hospital", "Ospedale civile"), (-640, -900, "sport", "Centro sportivo Canottieri"),
    (-560, 1060, "sport", "Campo sportivo Nord"), (1050, -480, "sport", "Campo sportivo Lavatoi"),
    (330, -250, "school", "Scuola primaria Manzoni"), (-330, 60, "school", "Scuola media Virgilio"),
    (180, 540, "school", "Liceo classico"), (-430, -300, "school", "Scuola primaria Carducci"),
    (-930, 120, "school", "Scuola primaria Fornaci"), (-1000, -130, "school", "Scuola dell'infanzia Pascoli"),
    (960, 420, "school", "Istituto tecnico"), (900, -170, "school", "Scuola primaria Lavatoi"),
    (-250, 1180, "school", "Scuola primaria Montessori"), (-620, -680, "school", "Scuola media Canottieri"),
    (1300, 100, "school", "Scuola dell'infanzia Levante"), (-720, 830, "school", "Scuola media Galilei"),
    (190, 790, "station", "Autostazione"), (-60, 829, "station", "Stazione ferroviaria"),
    (60, 829, "station", ""), (640, 590, "parking", "Parcheggio Via dello Scalo"),
    (-220, 790, "parking", "Parcheggio della Stazione"), (-620, 330, "parking", "Parcheggio Porta Nuova"),
    (600, 400, "parking", "Parcheggio Bastioni"), (-120, -700, "parking", "Parcheggio Viale del Fiume"),
    (-980, 300, "parking", "Parcheggio Via delle Fornaci"), (780, 180, "parking", "Parcheggio Porta Levante"),
    (1300, 560, "commercial", "Centro commerciale Levante"), (-1350, 330, "commercial", "Mercato ortofrutticolo"),
)  # fmt: skip

# Quarters by the angle of the gates seen from the centre, degrees anticlockwise from east.
OUTER_QUARTERS: tuple[tuple[float, float, str], ...] = (
    (10.5, 49.0, "Filanda"), (49.0, 143.0, "Stazione"), (143.0, 175.0, "Fornaci"),
    (175.0, 272.0, "Canottieri"), (272.0, 370.5, "Lavatoi"),
)  # fmt: skip


@dataclass
class Block:
    """What streets leave of a leaf, with its character, use, name and quarter."""

    polygon: Polygon
    leaf: Polygon
    character: str
    use: str
    name: str
    quarter: str


def build_blocks(network: Network) -> list[Block]:
    """Return the blocks of the network, in the order of its leaves."""
    gaps = _Gaps(network.streets)
    quarters = [quarter_of_face(face) for face in network.faces]
    places = _places(network.leaves)
    blocks = []
    for number, leaf in enumerate(network.leaves):
        use, name = places.get(number, (_use(leaf, number), ""))
        left = leaf.polygon.buffer(-2.5) if leaf.character == "square" else gaps.left(leaf.polygon)
        parts = sorted(polygons_of(left, 60.0), key=lambda part: (-round(part.area, 1), part.bounds))
        blocks += [
            Block(part, leaf.polygon, leaf.character, use, name if index == 0 else "", quarters[leaf.face])
            for index, part in enumerate(parts)
        ]
    return blocks


class _Gaps:
    """The ground that streets, railway and river take."""

    def __init__(self, streets: list[Street]) -> None:
        strips = [street.line.buffer(street.width_m / 2, join_style="mitre") for street in streets]
        rail = plan.railway().buffer(plan.RAILWAY_WIDTH_M / 2 + 3)
        self.strips = [*strips, rail, plan.YARD.buffer(1.0)]
        self.tree = STRtree(self.strips)

    def left(self, polygon: Polygon) -> shapely.Geometry:
        """Return the polygon without the strips that touch it."""
        left: shapely.Geometry = polygon
        for index in sorted(self.tree.query(polygon, predicate="intersects")):
            left = left.difference(self.strips[index])
        left = left.simplify(0.4).intersection(polygon)
        return shapely.set_precision(left.buffer(-0.02, join_style="mitre"), 0.001)


def _places(leaves: list[Leaf]) -> dict[int, tuple[str, str]]:
    """Give each named place the leaf in which it lies; a leaf serves once."""
    tree = STRtree([leaf.polygon for leaf in leaves])
    taken: dict[int, tuple[str, str]] = {}
    for x, y, use, name in PLACES:
        nearest = int(tree.nearest(Point(x, y)))
        taken.setdefault(nearest, (use, name))
    return taken


def _use(leaf: Leaf, number: int) -> str:
    fixed = {"river": "water", "industry": "industrial", "field": "farmland", "country": "farmland"}
    if leaf.character in fixed:
        return fixed[leaf.character]
    if leaf.character == "meadow":
        return ("forest", "park", "grass", "forest")[number % 4]
    own = ("square", "park", "cemetery", "sport", "hospital", "cathedral")
    return leaf.character if leaf.character in own else "residential"


def quarter_of_face(face: Polygon) -> str:
    """Return the name of the quarter to which a face between main streets belongs."""
    point = face.representative_point()
    if plan.inner().contains(point):
        return "Duomo"
    degrees = float(np.degrees(np.arctan2(point.y, point.x)) % 360.0)
    if plan.ring().contains(point):
        return "Mercato" if degrees > 178.0 or degrees < 9.0 else "Stazione"
    if 49.0 <= degrees < 143.0 and _is_beyond_railway(point):
        return "Filanda"
    if 143.0 <= degrees < 175.0 and not built_up().contains(point):
        return "Filanda" if _is_beyond_railway(point) else "Canottieri"
    turned = degrees if degrees >= OUTER_QUARTERS[0][0] else degrees + 360.0
    return next(name for low, high, name in OUTER_QUARTERS if low <= turned < high)


def _is_beyond_railway(point: Point) -> bool:
    line = shapely.get_coordinates(plan.railway())
    order = np.argsort(line[:, 0])
    return point.y > float(np.interp(point.x, line[order, 0], line[order, 1]))
