"""Facts about a file in brackets, in Italian: what libraries say in English stays out of a sentence."""

import re

from maps.errors import FileProblem

_KNOWN = {
    "crs link": "rimanda a un indirizzo in rete",
    "nested": "troppi livelli annidati",
    "entity": "contiene entità XML",
    "gzip": "compressione gzip",
    "members missing": "mancano dei tratti, tagliati al bordo dell'estratto",
    "nodes missing": "mancano dei nodi, tagliati al bordo dell'estratto",
    "outline not closed": "contorno non chiuso",
    "point": "un solo punto",
    "Point": "punti",
    "LineString": "linee",
    "Polygon": "poligoni",
    "MultiPoint": "punti multipli",
    "MultiLineString": "linee multiple",
    "MultiPolygon": "poligoni multipli",
    "GeometryCollection": "raccolte di geometrie",
}
#: Where in a file, a format, a size or a suffix: short facts that need no words.
_PLACE = re.compile(r"(\d+):(\d+)")
_FACT = re.compile(
    r"UTF-\d+(, byte \d+)?|\.[\w.-]+|[\d.,]+ (MB|s|megapixel)|[A-Z]\w*( Shapefile)?|utf-\d+\w*|cp1252"
)
#: Problems whose detail is what a library said: shown only where it is one of the facts above.
_FROM_LIBRARIES = frozenset({FileProblem.UNREADABLE, FileProblem.TRUNCATED, FileProblem.UNSUPPORTED})
#: Kinds of file that another turned out not to be.
_KINDS = frozenset({"JSON", "KML", "GPKG", "Parquet", "FlatGeobuf", "ESRI Shapefile"})


def element_detail(detail: str) -> str:
    """Return a fact about one row or element."""
    return _KNOWN.get(detail, detail)


def file_detail(problem: FileProblem, detail: str) -> str:
    """Return a fact about a file as it ends a sentence: " (riga 3, colonna 5)"; "" where there is none to tell."""
    place = _PLACE.fullmatch(detail)
    if place:
        return f" (riga {place[1]}, colonna {place[2]})"
    if problem is FileProblem.MISLABELLED and detail:
        return f" (non è {detail})" if detail in _KINDS else f" (comincia con «{detail}»)"
    if problem in _FROM_LIBRARIES and detail not in _KNOWN and not _FACT.fullmatch(detail):
        return ""
    return f" ({_KNOWN.get(detail, detail)})" if detail else ""
