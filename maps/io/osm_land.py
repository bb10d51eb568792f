"""What the ground is, and whether anyone may walk on it, by tag."""

Tags = dict[str, str]

_LAND_TAGS: dict[str, dict[str, str]] = {
    "amenity": {
        "parking": "parking",
        "school": "school",
        "kindergarten": "school",
        "college": "school",
        "university": "school",
        "hospital": "hospital",
        "clinic": "hospital",
        "marketplace": "square",
        "grave_yard": "cemetery",
    },
    "place": {"square": "square"},
    "leisure": {
        "park": "park",
        "playground": "park",
        "dog_park": "park",
        "nature_reserve": "forest",
        "garden": "grass",
        "pitch": "sport",
        "sports_centre": "sport",
        "stadium": "sport",
        "golf_course": "sport",
    },
    "natural": {
        "water": "water",
        "wood": "forest",
        "scrub": "forest",
        "grassland": "grass",
        "heath": "grass",
        "bay": "water",
    },
    "waterway": {"riverbank": "water", "dock": "water"},
    "landuse": {
        "grass": "grass",
        "meadow": "grass",
        "flowerbed": "grass",
        "village_green": "park",
        "recreation_ground": "park",
        "forest": "forest",
        "basin": "water",
        "reservoir": "water",
        "residential": "residential",
        "commercial": "commercial",
        "retail": "commercial",
        "industrial": "industrial",
        "railway": "railway",
        "cemetery": "cemetery",
        "construction": "construction",
        "brownfield": "construction",
        "farmland": "farmland",
        "farmyard": "farmland",
        "orchard": "farmland",
        "vineyard": "farmland",
        "allotments": "farmland",
        "greenhouse_horticulture": "farmland",
        "plant_nursery": "farmland",
        "education": "school",
    },
}
KEYS = frozenset({*_LAND_TAGS, "highway"})
#: Paved places where people walk; a closed way with area=yes is the ground, not a line.
_WALKED = frozenset({"pedestrian", "footway", "path", "living_street", "steps", "platform"})
_OPEN_TO_ALL = frozenset({"yes", "permissive", "public", "designated"})
_CLOSED_TO_MOST = frozenset({"private", "no", "customers", "permit", "residents", "delivery", "military"})
_PUBLIC_KINDS = frozenset({"park", "square", "parking", "cemetery"})
_PRIVATE_KINDS = frozenset(
    [
        "water",
        "residential",
        "commercial",
        "industrial",
        "railway",
        "school",
        "hospital",
        "farmland",
        "construction",
    ]
)


def land_kind(tags: Tags) -> str | None:
    """Return the code of the use of the ground, or None where tags tell none.

    Of several the first in the order amenity, place, leisure, natural, waterway, landuse:
    the park wins over the meadow that it stands on.
    """
    for key, kinds in _LAND_TAGS.items():
        if tags.get(key) in kinds:
            return _garden(tags) if tags[key] == "garden" else kinds[tags[key]]
    if tags.get("area") == "yes" and "highway" in tags:
        return "square" if tags["highway"] in _WALKED else "other"
    return "other" if "landuse" in tags else None


def _garden(tags: Tags) -> str:
    """Most gardens in OpenStreetMap are yards: a park only where said to be public."""
    public = tags.get("access") in _OPEN_TO_ALL or tags.get("garden:type") in {"community", "botanical"}
    return "park" if public else "grass"


def open_to_all(tags: Tags, kind: str) -> bool | None:
    """Open to all: as tagged, else as the kind of land implies, else not known."""
    access = tags.get("access") or tags.get("foot")
    if access in _OPEN_TO_ALL:
        return True
    if access in _CLOSED_TO_MOST or tags.get("garden:type") in {"residential", "private"}:
        return False
    return True if kind in _PUBLIC_KINDS else False if kind in _PRIVATE_KINDS else None
