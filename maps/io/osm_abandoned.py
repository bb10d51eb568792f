"""What stands empty or in ruins, by tag.

OpenStreetMap says it three ways: `disused=yes` beside the live tags, a life-cycle prefix
(`disused:shop=yes`, `abandoned:building=yes`) and `building=ruins`. Demolished and razed
things are no longer there and do not count.
"""

Tags = dict[str, str]

_STATES = ("abandoned", "disused", "ruins")
#: Keys whose disused:/abandoned: form names a building, premises or a plot.
_PREMISES = frozenset(
    [
        "building",
        "shop",
        "amenity",
        "office",
        "craft",
        "tourism",
        "leisure",
        "landuse",
        "industrial",
        "man_made",
        "healthcare",
        "military",
        "club",
    ]
)
_NETWORKS = ("railway", "highway", "waterway", "power", "aeroway", "aerialway", "barrier")
_RURAL = frozenset(["farm", "farm_auxiliary", "barn", "cowshed", "stable", "sty", "greenhouse", "rural"])
_PRODUCTION = frozenset(["industrial", "warehouse", "manufacture", "factory", "hangar", "works", "depot"])
_DWELLING = frozenset(
    ["house", "detached", "residential", "apartments", "terrace", "semidetached_house", "bungalow", "villa"]
)
#: Every key that can say so.
KEYS = frozenset({"building", *_STATES, *(f"{state}:{what}" for state in _STATES for what in _PREMISES)})


def says_abandoned(tags: Tags, key: str, value: str) -> bool:
    """Tell whether one tag says that the thing is out of use."""
    if value == "no":
        return False
    if key == "building":
        return value == "ruins"
    if key in _STATES:
        return not any(network in tags for network in _NETWORKS)
    prefix, _, what = key.partition(":")
    return prefix in _STATES and what in _PREMISES


def abandoned_kind(tags: Tags) -> str:
    """Return the code of the kind of building, "other" where no tag tells."""
    told = {
        value for key, value in tags.items() if key.rpartition(":")[2] in {"building", "landuse", "man_made"}
    }
    if "industrial" in {key.rpartition(":")[2] for key in tags} or told & _PRODUCTION:
        return "industrial"
    if told & _RURAL:
        return "rural"
    return "residential" if told & _DWELLING else "other"
