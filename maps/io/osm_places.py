"""Kinds of sensitive site by tag, in the classes that the pact's annex lists."""

_KINDS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "amenity",
        {
            "school": "school",
            "kindergarten": "school",
            "college": "school",
            "university": "school",
            "hospital": "health",
            "clinic": "health",
            "place_of_worship": "worship",
            "bus_station": "transit",
            "library": "culture",
            "arts_centre": "culture",
            "theatre": "entertainment",
            "cinema": "entertainment",
            "events_venue": "entertainment",
            "marketplace": "market",
            "townhall": "public_office",
            "courthouse": "public_office",
            "police": "public_office",
            "embassy": "target",
        },
    ),
    ("healthcare", {"hospital": "health", "clinic": "health"}),
    ("railway", {"station": "railway", "halt": "railway"}),
    ("public_transport", {"station": "transit"}),
    ("tourism", {"museum": "museum", "gallery": "culture", "attraction": "tourism"}),
    ("historic", {"archaeological_site": "archaeology", "monument": "monument", "castle": "monument"}),
    ("leisure", {"park": "public_green", "sports_centre": "sport", "stadium": "sport"}),
    ("office", {"government": "public_office", "diplomatic": "target"}),
)

KEYS = frozenset(key for key, _kinds in _KINDS)


def place_kind(tags: dict[str, str]) -> str | None:
    """Return the code of the kind of sensitive site that tags tell, or None.

    Of several (a museum in a castle) the first in the order amenity, healthcare, railway,
    public transport, tourism, historic, leisure, office.
    """
    for key, kinds in _KINDS:
        if tags.get(key) in kinds:
            return kinds[tags[key]]
    return None
