"""The ground: area of the project, zones, buildings, roads, land, lamps, places."""

from maps.schema.codes import territory
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer
from maps.schema.layers.common import NAME, with_common

_SIZE = "Misure"

PROJECT_AREA = Layer(
    "project_area", "Area del progetto", "Area del progetto", GeometryKind.POLYGON, with_common(NAME)
)

ANALYSIS_ZONE = Layer(
    "analysis_zone",
    "Zona di analisi",
    "Zone di analisi",
    GeometryKind.POLYGON,
    with_common(
        NAME,
        Field(
            "zone_kind",
            "Ambito",
            FieldKind.CODE,
            codes=territory.ZONE_KIND,
            in_table=True,
            aliases=("ambito", "centro/periferia"),
        ),
        Field(
            "population",
            "Popolazione",
            FieldKind.INTEGER,
            _SIZE,
            unit="abitanti",
            minimum=0,
            in_table=True,
            aliases=("abitanti", "residenti", "popolazione"),
        ),
        Field("public_area_m2", "Superficie pubblica", FieldKind.REAL, _SIZE, unit="m²", minimum=0),
        Field("road_km", "Strade", FieldKind.REAL, _SIZE, unit="km", minimum=0),
    ),
    article="art. 2, lett. c); art. 17",
)

OBSTACLE = Layer(
    "obstacle",
    "Edificio",
    "Edifici",
    GeometryKind.POLYGON,
    with_common(
        NAME,
        Field(
            "obstacle_height_m",
            "Altezza",
            FieldKind.REAL,
            _SIZE,
            unit="m",
            minimum=0,
            maximum=900,
            in_table=True,
            aliases=("altezza", "height", "un_vol_av", "h_gronda"),
        ),
        Field(
            "height_source",
            "Fonte dell'altezza",
            FieldKind.CODE,
            _SIZE,
            codes=territory.HEIGHT_SOURCE,
        ),
        Field(
            "levels",
            "Piani",
            FieldKind.REAL,
            _SIZE,
            minimum=0,
            maximum=200,
            aliases=("piani", "building:levels"),
        ),
        Field("building_kind", "Uso", in_table=True, aliases=("building", "uso", "categoria")),
    ),
)

ROAD = Layer(
    "road",
    "Strada",
    "Strade",
    GeometryKind.LINE,
    with_common(
        NAME,
        Field(
            "road_class",
            "Classe",
            FieldKind.CODE,
            codes=territory.ROAD_CLASS,
            in_table=True,
            aliases=("highway", "classe", "fclass"),
        ),
        Field(
            "width_m",
            "Larghezza",
            FieldKind.REAL,
            _SIZE,
            unit="m",
            minimum=0,
            maximum=200,
            aliases=("width",),
        ),
        Field("oneway", "Senso unico", FieldKind.BOOLEAN, aliases=("oneway",)),
        Field("lit", "Illuminata", FieldKind.BOOLEAN, aliases=("lit",)),
    ),
)

LAND_USE = Layer(
    "land_use",
    "Uso del suolo",
    "Uso del suolo",
    GeometryKind.POLYGON,
    with_common(
        NAME,
        Field(
            "land_use_kind",
            "Uso",
            FieldKind.CODE,
            codes=territory.LAND_USE_KIND,
            in_table=True,
            aliases=("landuse", "uso", "leisure", "natural"),
        ),
        Field("public_access", "Spazio pubblico", FieldKind.BOOLEAN, aliases=("pubblico",)),
    ),
)

STREET_LIGHT = Layer(
    "street_light",
    "Punto luce",
    "Punti luce",
    GeometryKind.POINT,
    with_common(
        Field(
            "lamp_state",
            "Stato",
            FieldKind.CODE,
            codes=territory.LAMP_STATE,
            in_table=True,
            aliases=("stato",),
        ),
        Field("lamp_kind", "Tipo di lampada", aliases=("lampada", "tipo lampada", "light:method")),
        Field("power_w", "Potenza", FieldKind.REAL, unit="W", minimum=0, maximum=10000, aliases=("potenza",)),
        Field(
            "height_m",
            "Altezza",
            FieldKind.REAL,
            unit="m",
            minimum=0,
            maximum=60,
            aliases=("altezza", "height"),
        ),
        Field("reported_on", "Segnalato il", FieldKind.DATE, past=True),
        Field("repaired_on", "Riparato il", FieldKind.DATE, past=True),
    ),
    article="art. 6",
)

SENSITIVE_PLACE = Layer(
    "sensitive_place",
    "Luogo sensibile",
    "Luoghi sensibili",
    GeometryKind.ANY,
    with_common(
        NAME,
        Field(
            "place_kind",
            "Tipo di sito",
            FieldKind.CODE,
            codes=territory.PLACE_KIND,
            in_table=True,
            aliases=("tipo", "classe", "amenity"),
        ),
    ),
    article="art. 6",
)
