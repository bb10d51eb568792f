"""What can be said of a zone, and why something cannot be said."""

from enum import Enum


class Verdict(Enum):
    """Outcome of the rule of article 2(c) for a zone and a purpose."""

    SHORTAGE = "shortage"
    BALANCED = "balanced"
    OVERLAP = "overlap"
    TO_CHECK = "to_check"


class Reason(Enum):
    """Why an index or a verdict cannot be computed."""

    NO_ZONES = "no_zones"
    ONE_ZONE = "one_zone"
    NO_RISK = "no_risk"
    NO_WEIGHTS = "no_weights"
    NO_OFFENCES = "no_offences"
    NO_SUPPLY = "no_supply"
    NO_CAMERAS = "no_cameras"
    NO_PUBLIC_SPACE = "no_public_space"
    NO_DEMAND = "no_demand"
    UNKNOWN_VIEWS = "unknown_views"
    UNKNOWN_PURPOSE = "unknown_purpose"
    ZERO_RISK_SHARE = "zero_risk_share"
    SUPPLY_WITHOUT_RISK = "supply_without_risk"


class SpaceMethod(Enum):
    """How the public space of a zone was found."""

    ROADS_AND_LAND_USE = "roads_and_land_use"
    ZONE_WITHOUT_OBSTACLES = "zone_without_obstacles"
    NONE = "none"
