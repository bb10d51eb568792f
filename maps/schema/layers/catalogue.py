"""Camera models: the specifications from which missing optics are filled in."""

from maps.schema.codes import surveillance
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer
from maps.schema.layers.common import with_common

_MODEL, _IMAGE, _LENS = "Modello", "Immagine", "Ottica"


def _measure(name: str, label: str, unit: str, most: float, least: float, *aliases: str) -> Field:
    return Field(
        name, label, FieldKind.REAL, _LENS, unit=unit, minimum=least, maximum=most, aliases=tuple(aliases)
    )


CAMERA_MODEL = Layer(
    "camera_model",
    "Modello di telecamera",
    "Modelli di telecamera",
    GeometryKind.NONE,
    with_common(
        Field(
            "make",
            "Marca",
            group=_MODEL,
            in_table=True,
            required=True,
            aliases=("marca", "produttore", "manufacturer"),
        ),
        Field(
            "model", "Modello", group=_MODEL, in_table=True, required=True, aliases=("modello", "descrizione")
        ),
        Field(
            "camera_type",
            "Tipo di telecamera",
            FieldKind.CODE,
            _MODEL,
            codes=surveillance.CAMERA_TYPE,
            in_table=True,
            aliases=("tipo", "tipologia"),
        ),
        Field("catalogue", "Catalogo", group=_MODEL, aliases=("catalogo", "listino")),
        Field(
            "res_x",
            "Risoluzione orizzontale",
            FieldKind.INTEGER,
            _IMAGE,
            unit="px",
            minimum=64,
            maximum=50000,
            in_table=True,
            aliases=("ris_x", "risoluzione x", "pixel orizzontali"),
        ),
        Field(
            "res_y",
            "Risoluzione verticale",
            FieldKind.INTEGER,
            _IMAGE,
            unit="px",
            minimum=64,
            maximum=50000,
            aliases=("ris_y", "risoluzione y", "pixel verticali"),
        ),
        _measure("sensor_w_mm", "Sensore, larghezza", "mm", 100, 0.5, "larghezza sensore"),
        _measure("sensor_h_mm", "Sensore, altezza", "mm", 100, 0.5, "altezza sensore"),
        _measure("focal_min_mm", "Focale minima", "mm", 2000, 0.1, "focale", "focale min"),
        _measure("focal_max_mm", "Focale massima", "mm", 2000, 0.1, "focale max"),
        _measure("hfov_deg", "Angolo di campo", "°", 360, 1, "angolo", "angolo orizzontale", "fov", "hfov"),
        _measure("ir_range_m", "Portata IR", "m", 2000, 0, "infrarosso", "ir"),
        Field("lens_model", "Modello ottico", FieldKind.CODE, _LENS, codes=surveillance.LENS_MODEL),
    ),
)
