"""The criteria profile: every threshold, weight and class on which a verdict rests.

The figures below are defaults to be approved in C.P.O.S.P.; those without a source are our guess and are
marked so in `docs/method/equilibrio.md`.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from maps.balance.technical import TechnicalProfile
from maps.coverage.ladders import LADDERS, Ladder, px_per_m_of
from maps.coverage.plate_profile import PlateProfile
from maps.errors import InvalidValue, ValueProblem

#: The class of a plate, and its density unless the profile asks for another: 130 pixels across a front plate.
PLATE, PLATE_PX_PER_M = "plate", 361.0
#: Group of the cameras whose register declares no purpose.
UNDECLARED = "undeclared"


@dataclass(frozen=True)
class PurposeRule:
    """What a purpose asks of a camera.

    Attributes
    ----------
    px_per_m : float
        Least pixel density at the target, pixels per metre.
    detail_class : str
        Name of the class of EN 62676-4 (``observe``, ``recognise``, ``identify``), or ``plate``.
    directional : bool
        Opposite views are complementary, not overlapping (identification, plates).
    """

    px_per_m: float
    detail_class: str
    directional: bool = False


def _default_purposes() -> dict[str, PurposeRule]:
    context = PurposeRule(62.5, "observe")
    recognise = PurposeRule(125.0, "recognise")
    return {
        "urban_safety": context,
        "public_order": recognise,
        "municipal_property": context,
        "waste_environment": recognise,
        "traffic_plates": PurposeRule(PLATE_PX_PER_M, PLATE, directional=True),
        "schools_minors": context,
        "civil_protection": PurposeRule(25.0, "detect"),
        "square_access": recognise,
        "private_security": context,
        UNDECLARED: context,
    }


def _default_severity() -> dict[str, float]:
    return {
        "home_robbery": 5.0,
        "street_robbery": 4.0,
        "weapons": 4.0,
        "assault": 4.0,
        "snatch_theft": 3.0,
        "burglary": 3.0,
        "drugs": 3.0,
        "public_order": 2.0,
        "vehicle_theft": 2.0,
        "theft": 1.0,
        "criminal_damage": 1.0,
        "antisocial": 1.0,
        "shoplifting": 1.0,
        "fraud": 1.0,
        "other": 1.0,
    }


def _default_weights() -> dict[str, float]:
    return {
        "offences": 0.50,
        "degraded_areas": 0.15,
        "abandoned_buildings": 0.15,
        "reports": 0.05,
        "dumps": 0.05,
        "dark_streets": 0.05,
        "sensitive_places": 0.05,
    }


def _default_road_widths() -> dict[str, float]:
    return {
        "motorway": 22.0,
        "trunk": 16.0,
        "primary": 14.0,
        "secondary": 12.0,
        "tertiary": 10.0,
        "residential": 8.0,
        "living_street": 7.0,
        "pedestrian": 8.0,
        "service": 5.0,
        "footway": 3.0,
        "cycleway": 3.0,
        "track": 3.0,
        "steps": 3.0,
        "other": 5.0,
    }


@dataclass(frozen=True)
class Criteria:
    """A version of the criteria profile.

    Attributes
    ----------
    version, approved_on : str, date or None
        Name of the version and date of approval.
    risk_threshold : float
        r*: from this risk (0-100) a zone is at risk.
    coverage_threshold : float
        c*: below this share of covered public space (0-1) an at-risk zone is in shortage.
    cameras_threshold : int
        n*: from this number of cameras of a purpose a zone may overlap.
    overlap_threshold : float
        o*: above this overlap rate (0-1) a zone is in overlap.
    angle_deg : float
        Views of directional purposes overlap when they differ by less than this angle.
    unknown_share : float
        From this share of cameras without a known view (0-1) the verdict is to be checked.
    risk_weights : mapping
        Component -> weight, in any scale.
    severity : mapping
        Offence category -> weight of one event.
    purposes : mapping
        Purpose -> `PurposeRule`.
    bandwidth_m, cell_m : float
        Kernel radius and cell of the density, metres.
    breaks : tuple of float or None
        Class limits of the density, events/km2; None chooses round ones.
    road_width_m : mapping
        Road class -> width where the road has none, metres.
    public_land_uses : tuple of str
        Kinds of land use that are public space where nothing is declared.
    suppression : int
        k: counts below it are not published.
    ladder : str
        Standard of which the detail classes are named: a key of `maps.coverage.ladders.LADDERS`.
    class_px : mapping
        Class -> pixels per metre, where the office's own differ from the standard's.
    risk_cell_m : float
        Side of a cell of the risk map, metres.
    dark_m : float
        A street is dark farther than this from the nearest lamp that works, metres.
    technical : TechnicalProfile
        What is asked of every camera.
    plates : PlateProfile
        What reading a plate asks.
    """

    version: str = "1"
    approved_on: date | None = None
    risk_threshold: float = 60.0
    coverage_threshold: float = 0.25
    cameras_threshold: int = 3
    overlap_threshold: float = 0.30
    angle_deg: float = 60.0
    unknown_share: float = 0.5
    risk_weights: Mapping[str, float] = field(default_factory=_default_weights)
    severity: Mapping[str, float] = field(default_factory=_default_severity)
    purposes: Mapping[str, PurposeRule] = field(default_factory=_default_purposes)
    bandwidth_m: float = 150.0
    cell_m: float = 20.0
    breaks: tuple[float, ...] | None = None
    road_width_m: Mapping[str, float] = field(default_factory=_default_road_widths)
    public_land_uses: tuple[str, ...] = ("park", "square", "parking")
    suppression: int = 5
    ladder: str = "en_2014"
    class_px: Mapping[str, float] = field(default_factory=dict)
    risk_cell_m: float = 50.0
    dark_m: float = 30.0
    technical: TechnicalProfile = field(default_factory=TechnicalProfile)
    plates: PlateProfile = field(default_factory=PlateProfile)

    @property
    def plate_px_per_m(self) -> float:
        """Pixels a metre of a front plate seen face on, whole."""
        return float(round(self.plates.front_px_per_m))

    def with_plates(self, plates: PlateProfile) -> "Criteria":
        """Return the profile with another reading of plates, and the purposes that asked its density with the new one.

        A density of plates that the office gave by itself stays.
        """
        old, changed = self.plate_px_per_m, replace(self, plates=plates)
        rules = {
            purpose: replace(rule, px_per_m=changed.plate_px_per_m)
            if (rule.detail_class, rule.px_per_m) == (PLATE, old)
            else rule
            for purpose, rule in self.purposes.items()
        }
        return replace(changed, purposes=rules)

    def on_ladder(self, name: str) -> "Criteria":
        """Return the profile with the class of each purpose brought to another ladder; plates keep their pixels.

        Identification becomes Validate (500 px/m), as the edition of 2025 recommends; raises InvalidValue for a
        ladder that does not exist.
        """
        ladder = LADDERS[_ladder(name)]
        rules = {purpose: _brought(rule, ladder) for purpose, rule in self.purposes.items()}
        return replace(self, ladder=name, purposes=rules, class_px={})

    @property
    def detail_ladder(self) -> Ladder:
        """The detail classes of the profile, with the densities of the office where it has its own."""
        return LADDERS[self.ladder].changed(self.class_px)

    def density_of(self, detail_class: str) -> float:
        """Return the pixels a metre of a class of the profile, of the other ladder, or of plates.

        Raises KeyError for a class that does not exist.
        """
        if detail_class == PLATE:
            return self.plate_px_per_m
        own = {each.name: each.px_per_m for each in self.detail_ladder.classes}
        return own[detail_class] if detail_class in own else px_per_m_of(detail_class)

    def with_classes(self, px_per_m: Mapping[str, float], chosen: Mapping[str, str]) -> "Criteria":
        """Return the profile with other densities of classes and another class for some purposes.

        Parameters
        ----------
        px_per_m : mapping
            Class of the ladder -> density; those of the standard are not kept as the office's own.
        chosen : mapping
            Purpose -> class of the ladder, or "plate", which keeps its density.
        """
        standard = LADDERS[self.ladder]
        own = {name: value for name, value in px_per_m.items() if value != standard[name].px_per_m}
        ladder, rules = standard.changed(own), dict(self.purposes)
        classes = {p: r.detail_class for p, r in rules.items()} | dict(chosen)
        for purpose, name in classes.items():
            rules[purpose] = _classed(rules[purpose], name, ladder, self.plate_px_per_m)
        return replace(self, class_px=own, purposes=rules)

    def rule(self, purpose: str) -> PurposeRule:
        """Return the rule of a purpose; context where the profile lacks it."""
        return self.purposes.get(purpose, PurposeRule(62.5, "observe"))

    def to_json(self) -> dict[str, Any]:
        """Return the profile as JSON values."""
        values = asdict(self)
        values["approved_on"] = self.approved_on.isoformat() if self.approved_on else None
        return json.loads(json.dumps(values))

    @classmethod
    def from_json(cls, values: Mapping[str, Any] | str | None) -> "Criteria":
        """Build a profile from `to_json` values or their text; what is absent keeps its default.

        Raises
        ------
        InvalidValue
            A value has the wrong type or lies outside its limits; ``field_name`` says which.
        """
        given = json.loads(values) if isinstance(values, str) else dict(values or {})
        known = {f.name for f in fields(cls)}
        return cls(**{name: _parsed(name, raw) for name, raw in given.items() if name in known})


#: Classes that stand for one another in the two ladders, coarsest first.
_ALIKE = (
    ("monitor", "overview"),
    ("detect", "outline"),
    ("observe", "discern"),
    ("recognise", "perceive"),
    ("identify", "validate"),
    ("identify", "characterise"),
    ("inspect", "scrutinise"),
)


def _classed(rule: PurposeRule, name: str, ladder: Ladder, plate_px_per_m: float) -> PurposeRule:
    """Return a rule that asks for a class of a ladder, or for plates."""
    if any(each.name == name for each in ladder.classes):
        return replace(rule, detail_class=name, px_per_m=ladder[name].px_per_m)
    if name == PLATE and rule.detail_class != PLATE:
        return PurposeRule(plate_px_per_m, PLATE, directional=True)
    return rule


def _brought(rule: PurposeRule, ladder: Ladder) -> PurposeRule:
    names = [detail.name for detail in ladder.classes]
    pairs = [pair for pair in _ALIKE if rule.detail_class in pair]
    alike = next((name for pair in pairs for name in pair if name in names), None)
    if alike is None:
        return rule
    return replace(rule, detail_class=alike, px_per_m=ladder[alike].px_per_m)


def _ladder(name: object) -> str:
    if name not in LADDERS:
        raise InvalidValue("ladder", name, ValueProblem.NOT_IN_LIST)
    return str(name)


_SHARES = ("coverage_threshold", "overlap_threshold", "unknown_share")
_POSITIVE = ("bandwidth_m", "cell_m", "risk_cell_m", "dark_m", "angle_deg", "cameras_threshold", "class_px")


def _parsed(name: str, raw: Any) -> Any:
    """Turn one JSON value into its Python value, checking its limits."""
    try:
        value = _converted(name, raw)
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise InvalidValue(name, raw, ValueProblem.NOT_A_NUMBER) from error
    if name in _SHARES and value > 1:
        raise InvalidValue(name, raw, ValueProblem.ABOVE_MAXIMUM)
    numbers = value.values() if name in ("risk_weights", "severity", "road_width_m", "class_px") else [value]
    for number in numbers:
        if isinstance(number, int | float) and (number < 0 or (name in _POSITIVE and number == 0)):
            raise InvalidValue(name, raw, ValueProblem.BELOW_MINIMUM)
    return value


def _converted(name: str, raw: Any) -> Any:
    if name == "approved_on":
        return date.fromisoformat(raw) if raw else None
    if name == "technical":
        return TechnicalProfile.from_json(raw)
    if name == "plates":
        return PlateProfile.from_json(raw)
    if name == "purposes":
        return {key: PurposeRule(**rule) for key, rule in raw.items()}
    if name in ("risk_weights", "severity", "road_width_m", "class_px"):
        return {str(key): float(number) for key, number in raw.items()}
    if name == "breaks":
        return None if raw is None else tuple(float(number) for number in raw)
    if name == "public_land_uses":
        return tuple(str(kind) for kind in raw)
    if name == "ladder":
        return _ladder(raw)
    if name == "version":
        return str(raw)
    return int(raw) if name in ("cameras_threshold", "suppression") else float(raw)
