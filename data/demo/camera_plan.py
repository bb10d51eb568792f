"""Which cameras the invented town has: batches by system, purpose, model and place.

Coverage by plan: the Duomo quarter has many urban safety cameras on the same squares (overlap), the
Fornaci quarter, the one most at risk, has next to none (shortage).
"""

from dataclasses import dataclass

Place = tuple[str, str, int] | tuple[float, float, str]
#: How far along its street a camera is aimed, in metres.
AIM_M = 45.0


@dataclass(frozen=True)
class Model:
    """An optic as a data sheet gives it: type, pixels, sensor (mm), focal (mm), aperture (degrees).

    `hfov_deg` is None where sensor and focal length are the better source. `aim_m` is how far along its street
    the camera is aimed.
    """

    name: str
    camera_type: str
    res_x: int
    res_y: int
    sensor_w_mm: float | None
    sensor_h_mm: float | None
    focal_mm: float | None
    hfov_deg: float | None = None
    lens_model: str = "rectilinear"
    ir_range_m: float | None = 40.0
    aim_m: float = AIM_M


MODELS: dict[str, Model] = {
    "wide": Model("Fissa 4 MP", "fixed", 2560, 1440, 5.6, 3.15, 3.6),
    "street": Model("Fissa 8 MP", "fixed", 3840, 2160, 7.2, 4.05, 8.0, ir_range_m=60.0),
    "tele": Model("Fissa 8 MP tele", "fixed", 3840, 2160, 7.2, 4.05, 12.0, ir_range_m=80.0),
    "square": Model("Fissa 8 MP grandangolo", "fixed", 3840, 2160, 7.2, 4.05, 5.0, ir_range_m=50.0),
    "old": Model("Fissa analogica", "fixed", 704, 576, 4.8, 3.6, 4.0, ir_range_m=None),
    "dome": Model("Dome 5 MP", "dome", 2592, 1944, 5.2, 3.9, 2.8),
    "ptz": Model("Dome brandeggiabile 2 MP", "ptz", 1920, 1080, 5.6, 3.15, None, 58.0, ir_range_m=150.0),
    "panoramic": Model(
        "Panoramica 180", "panoramic", 7680, 2160, None, None, None, 180.0, "equidistant", 20.0
    ),
    "fisheye": Model("Panoramica 360", "panoramic", 9000, 3000, None, None, None, 360.0, "equidistant", 10.0),
    "multi": Model(
        "Multiottica 4 x 5 MP", "multi_sensor", 2592, 1944, None, None, None, 80.0, ir_range_m=30.0
    ),
    "plates": Model("Lettura targhe 2 MP", "fixed", 1920, 1080, 5.6, 3.15, 25.0, ir_range_m=30.0, aim_m=21.0),
    "trap": Model("Fototrappola", "mobile", 1920, 1080, None, None, None, 52.0, ir_range_m=20.0),
}


@dataclass(frozen=True)
class Batch:
    """Cameras of one kind.

    Attributes
    ----------
    system, purposes, model
        Code of the system, purposes, key of `MODELS`.
    places : tuple
        ("Piazza ...", "corner", n): corner n of a square (4-7: middle of a side), looking across it;
        (x, y, "along" | "back"): beside the street nearest to the place, looking along it.
    quarter, count : str, int
        Further cameras placed by rule along the streets of a quarter.
    """

    system: str
    purposes: tuple[str, ...]
    model: str
    places: tuple[Place, ...] = ()
    quarter: str = ""
    count: int = 0
    role: str = "context"
    viewed_area: str = "public"


def _corners(square: str, *corners: int) -> tuple[Place, ...]:
    return tuple((square, "corner", corner) for corner in corners)


SAFETY, ORDER, PROPERTY = ("urban_safety",), ("public_order",), ("municipal_property",)
PLATES, WASTE, SCHOOLS = ("traffic_plates",), ("waste_environment",), ("schools_minors",)
ACCESS, RIVER, PRIVATE = ("square_access",), ("civil_protection",), ("private_security",)

BATCHES: tuple[Batch, ...] = (
    # Duomo: the same squares seen again and again.
    Batch("IMP-01", SAFETY, "square", _corners("Piazza del Duomo", 0, 1, 2, 3)),
    Batch("IMP-03", SAFETY, "street", _corners("Piazza del Duomo", 4, 6)),
    Batch("IMP-05", SAFETY, "square", _corners("Piazza del Duomo", 5, 7)),
    Batch("IMP-01", SAFETY, "square", _corners("Piazza Cavour", 0, 1, 2)),
    Batch("IMP-05", SAFETY, "wide", _corners("Piazza Cavour", 3)),
    Batch("IMP-01", SAFETY, "square", _corners("Piazza Grande", 0, 2, 3)),
    Batch("IMP-01", SAFETY, "street", _corners("Piazza dei Liutai", 0, 2)),
    Batch("IMP-01", SAFETY, "square", _corners("Piazza della Pace", 0, 2)),
    Batch("IMP-01", SAFETY, "dome", _corners("Largo dei Mercanti", 0, 2)),
    Batch("IMP-01", SAFETY, "tele", ((-30, 130, "along"), (-160, -62, "along"), (48, -150, "along"))),
    Batch(
        "IMP-01",
        ACCESS,
        "street",
        ((200, 42, "back"), (-90, -47, "along"), (44, -90, "back"), (-38, 90, "back")),
    ),
    Batch("IMP-05", PRIVATE, "wide", quarter="Duomo", count=3, viewed_area="private_open"),
    Batch("IMP-01", PROPERTY, "dome", quarter="Duomo", count=2),
    Batch(
        "IMP-02",
        PLATES,
        "plates",
        ((-103.7, -286, "along"), (280, 207, "along"), (308, 181.4, "along")),
        role="access_gate",
    ),
    # Stazione: at risk and well watched.
    Batch("IMP-01", SAFETY, "square", _corners("Piazzale della Stazione", 0, 1, 2)),
    Batch(
        "IMP-01",
        SAFETY,
        "tele",
        (
            (0, 735, "back"),
            (-110, 742, "back"),
            (130, 746, "along"),
            (-330, 725, "along"),
            (300, 748, "along"),
            (12, 600, "back"),
            (0, 642, "along"),
            (500, 752, "back"),
            (-450, 703, "back"),
        ),
    ),
    Batch("IMP-01", SAFETY, "panoramic", _corners("Parcheggio della Stazione", 0, 2)),
    Batch("IMP-01", SAFETY, "square", _corners("Piazza Risorgimento", 0)),
    Batch("IMP-01", SAFETY, "tele", quarter="Stazione", count=2),
    Batch("IMP-03", ORDER, "ptz", (*_corners("Piazzale della Stazione", 3), (30, 640, "along"))),
    Batch(
        "IMP-04",
        PRIVATE,
        "dome",
        ((60, 812, "along"), (-60, 812, "along"), (190, 765, "along")),
        viewed_area="private_open",
    ),
    # Mercato.
    Batch(
        "IMP-01", SAFETY, "square", (*_corners("Piazza del Mercato", 0, 2), *_corners("Piazza delle Erbe", 1))
    ),
    Batch(
        "IMP-01", SAFETY, "square", (*_corners("Piazza Santa Marta", 0), *_corners("Piazza Marconi", 1, 3))
    ),
    Batch("IMP-01", SAFETY, "tele", quarter="Mercato", count=4),
    Batch("IMP-01", PROPERTY, "fisheye", _corners("Giardino delle Mura", 1)),
    Batch("IMP-06", PRIVATE, "old", quarter="Mercato", count=2, viewed_area="private"),
    # Fornaci: next to nothing for urban safety, much for other purposes.
    Batch("IMP-01", SAFETY, "wide", ((-960, 330, "along"),)),
    Batch("IMP-07", SAFETY, "old", ((-830, 395, "along"),)),
    Batch("IMP-08", PRIVATE, "wide", quarter="Fornaci", count=3, viewed_area="private"),
    Batch("IMP-11", WASTE, "trap", quarter="Fornaci", count=2, role="mobile"),
    # Filanda, Lavatoi, Canottieri.
    Batch("IMP-01", SAFETY, "tele", quarter="Filanda", count=4),
    Batch("IMP-01", SAFETY, "multi", _corners("Piazza della Filanda", 0)),
    Batch(
        "IMP-12", PRIVATE, "fisheye", _corners("Centro commerciale Levante", 0, 2), viewed_area="private_open"
    ),
    Batch("IMP-08", PRIVATE, "wide", quarter="Filanda", count=2, viewed_area="private"),
    Batch("IMP-01", SAFETY, "tele", quarter="Lavatoi", count=4),
    Batch("IMP-01", SAFETY, "square", _corners("Piazza dei Lavatoi", 0)),
    Batch("IMP-09", PRIVATE, "dome", _corners("Ospedale civile", 0, 2), viewed_area="private_open"),
    Batch("IMP-01", SAFETY, "tele", quarter="Canottieri", count=4),
    Batch("IMP-01", SAFETY, "ptz", _corners("Parco della Roggia", 0)),
    Batch("IMP-01", RIVER, "ptz", ((38, -890, "along"), (-820, -975, "along"), (480, -868, "along"))),
    Batch("IMP-01", PROPERTY, "dome", _corners("Centro sportivo Canottieri", 0)),
    Batch("IMP-11", WASTE, "trap", quarter="Canottieri", count=2, role="mobile"),
    Batch("IMP-11", WASTE, "trap", quarter="Filanda", count=1, role="mobile"),
    # Schools.
    Batch("IMP-10", SCHOOLS, "wide", (*_corners("Liceo classico", 0), *_corners("Istituto tecnico", 0, 2))),
    Batch(
        "IMP-01",
        SCHOOLS,
        "wide",
        (*_corners("Scuola primaria Carducci", 1), *_corners("Scuola primaria Lavatoi", 1)),
    ),
    Batch(
        "IMP-01",
        SCHOOLS,
        "wide",
        (*_corners("Scuola media Canottieri", 0), *_corners("Scuola primaria Fornaci", 0)),
    ),
    # Gates of the town, at its border but for one, and of the ring.
    Batch(
        "IMP-02",
        PLATES,
        "plates",
        (
            (-2052, 310, "along"),
            (1803, 300, "along"),
            (1779, -1012, "along"),
            (142, -1589, "along"),
            (-1240, 1010, "along"),
            (1360, 1400, "along"),
            (455, 530, "along"),
            (-700, 70, "along"),
            (690, 120, "along"),
            (530, -425, "along"),
            (-410, -575, "along"),
        ),
        role="anpr",
    ),
)

PLANNED: tuple[tuple[float, float, str], ...] = (
    (-885, 228, "along"), (-950, 640, "back"), (-1076, 420, "along"), (-1200, 330, "along"), (-760, 300, "back"),
)  # fmt: skip
