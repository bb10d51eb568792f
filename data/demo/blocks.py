"""Blocks: leaves minus the streets around them, with what each is used for."""

from dataclasses import dataclass

import shapely
from shapely import Point, Polygon, STRtree

from data.demo import plan
from data.demo.geometry import polygons_of
from data.demo.plan import Street
from data.demo.streets import Leaf, Network

# Leaves with a use of their own: the leaf at that place takes it.
PLACES: tuple[tuple[float, float, str, str], ...] = (
    (0, 0, "square", "Piazza del Duomo"), (95, 0, "cathedral", "Duomo"), (0, 790, "square", "Piazzale della Stazione"),
    (-95, 150, "square", "Piazza Cavour"), (170, -110, "square", "Piazza San Michele"),
    (-160, -190, "square", "Piazza della Pace"), (150, 170, "square", "Piazza Stradivari"),
    (-210, 10, "square", "Largo Boccaccino"), (-450, -190, "square", "Piazza del Mercato"),
    (400, -60, "square", "Piazza Lodi"), (-120, 470, "square", "Piazza Risorgimento"),
    (330, 300, "square", "Piazza Castello"), (-250, -470, "square", "Piazza Sant'Agata"),
    (250, -400, "square", "Piazza Marconi"), (-480, 200, "square", "Piazza San Luca"),
    (-880, 250, "square", "Piazza Aldo Moro"), (820, 60, "square", "Piazza Levante"),
    (820, -380, "square", "Piazza dei Lavatoi"), (-330, -690, "square", "Largo Canottieri"),
    (-230, 230, "convent", "Ex convento di San Domenico"), (260, -30, "convent", "Palazzo Fodri"),
    (-60, -220, "convent", "Palazzo Raimondi"), (420, 230, "convent", "Monastero di San Sigismondo"),
    (-500, 60, "convent", "Collegio della Beata Vergine"), (60, -120, "convent", "Palazzo Comunale"),
    (150, -500, "convent", "Ex convento di Santa Chiara"), (-400, 380, "convent", "Caserma Manfredini"),
    (110, 420, "park", "Giardini pubblici di Piazza Roma"), (-380, -380, "park", "Giardino delle Mura"),
    (560, -230, "park", "Giardino Pensile"), (-700, -260, "park", "Parco dei Morbasco"),
    (850, 330, "park", "Parco della Filanda"), (-900, 560, "park", "Parco delle Fornaci"),
    (1200, -450, "park", "Parco dei Lavatoi"), (-560, -900, "park", "Parco al Po"), (420, 1180, "park", "Parco Nord"),
    (-620, 1120, "park", "Parco del Maristella"), (170, -850, "park", "Parco del Fiume"),
    (330, -250, "school", "Scuola primaria Trento e Trieste"), (-330, 60, "school", "Scuola media Virgilio"),
    (180, 540, "school", "Liceo Manin"), (-430, -300, "school", "Scuola primaria Realdo Colombo"),
    (-930, 120, "school", "Scuola primaria Fornaci"), (-1000, -130, "school", "Scuola dell'infanzia Bissolati"),
    (960, 420, "school", "Istituto tecnico Torriani"), (900, -170, "school", "Scuola primaria Lavatoi"),
    (-250, 1180, "school", "Scuola primaria Boschetto"), (-620, -680, "school", "Scuola media Canottieri"),
    (1300, 100, "school", "Scuola dell'infanzia Levante"), (-720, 830, "school", "Scuola media Campi"),
    (720, -560, "hospital", "Ospedale Maggiore"), (640, 590, "parking", "Parcheggio Via dello Scalo"),
    (-220, 790, "parking", "Parcheggio della Stazione"), (190, 790, "station", "Autostazione"),
    (-620, 330, "parking", "Parcheggio Porta Milano"), (600, 400, "parking", "Parcheggio Villa Glori"),
    (-120, -690, "parking", "Parcheggio Viale Po"), (-980, 300, "parking", "Parcheggio Via delle Fornaci"),
    (1300, 560, "commercial", "Centro commerciale Levante"), (-1350, 330, "commercial", "Mercato ortofrutticolo"),
    (700, 1010, "sport", "Campo sportivo Zini"), (-800, -620, "sport", "Centro sportivo Canottieri"),
    (1050, -420, "sport", "Campo sportivo Lavatoi"), (-500, 1000, "sport", "Palestra comunale"),
)  # fmt: skip

# Quarters by the angle of the gates seen from the centre, degrees anticlockwise from east.
OUTER_QUARTERS: tuple[tuple[float, float, str], ...] = (
    (10.5, 49.0, "Filanda"), (49.0, 146.0, "Stazione"), (146.0, 175.0, "Fornaci"), (175.0, 272.0, "Canottieri"),
    (272.0, 370.5, "Lavatoi"),
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
        use, name = places.get(number, (_use(leaf), ""))
        net = (
            leaf.polygon.buffer(-2.5)
            if use == "square" and leaf.character == "square"
            else gaps.left(leaf.polygon)
        )
        parts = sorted(polygons_of(net, 60.0), key=lambda part: -part.area)
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
        self.strips = [*strips, rail, plan.YARD]
        self.tree = STRtree(self.strips)

    def left(self, polygon: Polygon) -> shapely.Geometry:
        """Return the polygon without the strips that touch it."""
        near = [self.strips[i] for i in sorted(self.tree.query(polygon, predicate="intersects"))]
        return polygon.difference(shapely.union_all(near)).simplify(0.4)


def _places(leaves: list[Leaf]) -> dict[int, tuple[str, str]]:
    """Give each named place the leaf in which it lies; a leaf serves once."""
    tree = STRtree([leaf.polygon for leaf in leaves])
    taken: dict[int, tuple[str, str]] = {}
    for x, y, use, name in PLACES:
        nearest = int(tree.nearest(Point(x, y)))
        taken.setdefault(nearest, (use, name))
    return taken


def _use(leaf: Leaf) -> str:
    if leaf.character in ("river", "square"):
        return {"river": "water", "square": "square"}[leaf.character]
    if leaf.character == "country":
        return "farmland"
    return "industrial" if leaf.character == "industry" else "residential"


def quarter_of_face(face: Polygon) -> str:
    """Return the name of the quarter to which a face between main streets belongs."""
    point = face.representative_point()
    if plan.inner().contains(point):
        return "Duomo"
    angle = shapely.get_coordinates(point)[0]
    degrees = _degrees(angle[0], angle[1])
    if plan.ring().contains(point):
        return "Mercato" if 178.0 < degrees or degrees < 9.0 else "Stazione"
    return next(
        name for low, high, name in OUTER_QUARTERS if low <= degrees < high or low <= degrees + 360 < high
    )


def _degrees(x: float, y: float) -> float:
    import numpy as np

    return float(np.degrees(np.arctan2(y, x)) % 360.0)
