"""Versions of the criteria profile kept in a project: approved ones never change, a new one starts as a copy.

A version has a provincial base and, where a Comune departs from it, an override that holds only what differs. What
the analyses use is the two together (`Project.criteria`). Each change is an edit of the project, with its line in the
history, and can be undone; behind an approval no undo goes.

Public: `Version`, `versions`, `in_use`, `new_version`, `approve`, `use`, `keep`, `set_values`, `override_for`,
`export_version`, `import_version`, `compare`, `Difference`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from maps.balance.criteria import Criteria
from maps.errors import InvalidValue, ProjectError, ProjectProblem, ValueProblem

if TYPE_CHECKING:
    from maps.project import Project

VERSIONS_SETTING, CRITERIA_SETTING, OLD_TECHNICAL_SETTING = (
    "criteria_versions",
    "criteria",
    "technical_profile",
)
FORMAT = "torrazzo-criteria/1"
#: What says which version it is, and is no criterion.
IDENTITY = ("version", "approved_on")

#: Criteria that may hold a key more than the default profile has.
_OPEN = ("severity", "risk_weights", "purposes", "road_width_m", "class_px")

#: What the history calls a change of the criteria.
_NEW, _CHANGED = "Nuova versione dei criteri «{}»", "Criteri «{}»"

Values = dict[str, Any]


@dataclass(frozen=True)
class Version:
    """A version of the profile.

    Attributes
    ----------
    name : str
    base : dict
        The provincial profile, every criterion.
    approved_on : date or None
        Day of the approval in C.P.O.S.P.; the version then never changes.
    act : str
        Minutes or act of the approval.
    municipality : str
        Comune of the override; "" where there is none.
    override : dict
        Only the criteria that the Comune has otherwise, nested as in `base`.
    made_from : str
        Version of which it began as a copy.
    """

    name: str
    base: Values
    approved_on: date | None = None
    act: str = ""
    municipality: str = ""
    override: Values = field(default_factory=dict)
    made_from: str = ""

    @property
    def criteria(self) -> Criteria:
        """The profile that the analyses use: base and override together."""
        values = _without_identity(merged(self.base, self.override))
        return replace(Criteria.from_json(values), version=self.name, approved_on=self.approved_on)

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits of the SHA-256 of the criteria as written: the same digits, the same criteria.

        What a later program adds to the profile is not in it, so that an approved version stays what it was.
        """
        values = _without_identity(merged(self.base, self.override))
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]

    def to_json(self) -> Values:
        """Return the version as JSON values, with its fingerprint."""
        return {
            "format": FORMAT,
            "name": self.name,
            "approved_on": self.approved_on.isoformat() if self.approved_on else None,
            "act": self.act,
            "municipality": self.municipality,
            "made_from": self.made_from,
            "base": self.base,
            "override": self.override,
            "fingerprint": self.fingerprint,
        }

    @classmethod
    def from_json(cls, values: Any) -> "Version":
        """Build a version from `to_json` values.

        Raises
        ------
        InvalidValue
            It is not a profile, a criterion is wrong, or an approved one was changed after its approval.
        """
        try:
            day, name = values.get("approved_on"), str(values["name"]).strip()
            base, override = dict(values["base"]), dict(values.get("override") or {})
            approved_on = date.fromisoformat(day) if day else None
            texts = [str(values.get(key) or "") for key in ("act", "municipality", "made_from")]
        except (KeyError, TypeError, ValueError, AttributeError):
            raise InvalidValue("criteria", "", ValueProblem.UNREADABLE_ROW) from None
        if not name:
            raise InvalidValue("version", name, ValueProblem.REQUIRED)
        told = values.get("fingerprint")
        written = base if told else merged(_defaults(), base)
        found = cls(name, _without_identity(written), approved_on, texts[0], texts[1], override, texts[2])
        _ = found.criteria  # a criterion that is wrong is told here
        if approved_on and told and told != found.fingerprint:
            raise InvalidValue("criteria", name, ValueProblem.CONTRADICTION)
        return found


@dataclass(frozen=True)
class Difference:
    """A criterion that differs: its dotted name (``purposes.urban_safety.px_per_m``), before and after."""

    key: str
    before: Any
    after: Any


def versions(project: "Project") -> list[Version]:
    """Return the versions in the order in which they were made; a project always has one."""
    kept = project.file.setting(VERSIONS_SETTING)
    if kept is None:
        return [_first(project)]
    return [Version.from_json(values) for values in kept["versions"]]


def in_use(project: "Project") -> Version:
    """Return the version that the analyses use."""
    kept = project.file.setting(VERSIONS_SETTING)
    return _first(project) if kept is None else _named(versions(project), kept["in_use"])


def find_version(project: "Project", name: str) -> Version:
    """Return a version by name.

    Raises
    ------
    InvalidValue
        NOT_IN_LIST: there is none.
    """
    return _named(versions(project), name)


def new_version(project: "Project", name: str, made_from: str = "") -> Version:
    """Make a version as a copy of another (of the one in use) and use it; it is not approved.

    Raises
    ------
    InvalidValue
        The name is empty or taken.
    """
    made = _copied(project, name, made_from)
    _write(project, _NEW.format(made.name), [*versions(project), made], made)
    return made


def approve(project: "Project", name: str, on: date, act: str = "") -> Version:
    """Set the day on which the C.P.O.S.P. approved a version: it never changes any more, nor is the approval undone."""
    known = versions(project)
    version = _changeable(project, _named(known, name))
    approved = replace(version, approved_on=on, act=act.strip())
    listed = [approved if each.name == name else each for each in known]
    label = f"Approvazione dei criteri «{name}»"
    _write(project, label, listed, in_use(project), approved, undoable=False)
    return approved


def use(project: "Project", name: str) -> Version:
    """Let the analyses use a version."""
    known = versions(project)
    chosen = _named(known, name)
    _write(project, f"Criteri «{name}» in uso", known, chosen)
    return chosen


def keep(project: "Project", profile: Criteria, label: str = "") -> Version:
    """Keep a profile as the version that it names; `label` is what the history calls it.

    A version of that name that is approved must be equal; one that is not is changed, in the override where it has a
    Comune, else in the base; a new name makes a new version. It becomes the one in use.

    Raises
    ------
    ProjectError
        CRITERIA_APPROVED: the version is approved and the profile differs.
    """
    known = versions(project)
    values = _without_identity(profile.to_json())
    found = next((each for each in known if each.name == profile.version), None)
    if found is None:
        source = in_use(project)
        found = replace(source, name=profile.version, approved_on=None, act="", made_from=source.name)
        known = [*known, found]
    changed = _holding(found, values)
    if found.approved_on:
        if replace(changed, approved_on=found.approved_on).criteria != found.criteria:
            _changeable(project, found)
        changed = found
    elif profile.approved_on:
        changed = replace(changed, approved_on=profile.approved_on)
    listed = [changed if each.name == changed.name else each for each in known]
    _write(project, label or _CHANGED.format(changed.name), listed, changed)
    return changed


def set_values(project: "Project", values: Mapping[str, Any], municipality: str | None = None) -> Version:
    """Change some criteria of the version in use, by dotted name.

    Parameters
    ----------
    values : mapping
        ``{"coverage_threshold": 0.2, "risk_weights.offences": 0.4}``.
    municipality : str, optional
        Comune whose override is changed; default: the base, unless the version has an override already.

    Raises
    ------
    InvalidValue
        A name or a value is not admitted.
    ProjectError
        CRITERIA_APPROVED.
    """
    version = _changeable(project, in_use(project))
    if municipality is not None:
        version = replace(version, municipality=municipality.strip())
    wanted = merged(version.base, version.override)
    before = Criteria.from_json(wanted)
    for key, value in values.items():
        _put(wanted, key, value)
    asked = Criteria.from_json(wanted)
    full = _without_identity(replace(asked, plates=before.plates).with_plates(asked.plates).to_json())
    changed = _holding(version, full)
    known = [changed if each.name == changed.name else each for each in versions(project)]
    _write(project, _CHANGED.format(changed.name), known, changed)
    return changed


def rebase(project: "Project", base: Values, name: str) -> Version:
    """Make a version with another provincial base and the override of the one in use, and use it."""
    made = _copied(project, name)
    changed = replace(made, base=_without_identity(merged(_defaults(), base)))
    changed = replace(changed, override=differing(changed.base, merged(changed.base, made.override)))
    _write(project, _NEW.format(name), [*versions(project), changed], changed)
    return changed


def import_version(project: "Project", values: Any, *, into_use: bool = True) -> Version:
    """Add a version that another office exported.

    Raises
    ------
    InvalidValue
        It cannot be read, or another version has its name and other criteria.
    """
    found, known = Version.from_json(values), versions(project)
    same = next((each for each in known if each.name == found.name), None)
    if same is not None and same != found:
        raise InvalidValue("version", found.name, ValueProblem.DUPLICATE_CODE)
    listed = known if same is not None else [*known, found]
    used = found if into_use else in_use(project)
    _write(project, f"Importazione dei criteri «{found.name}»", listed, used)
    return found


def compare(before: Criteria, after: Criteria) -> list[Difference]:
    """Return what differs between two profiles, in the order of the criteria."""
    one, two = (flat(_without_identity(each.to_json())) for each in (before, after))
    names = list(dict.fromkeys([*one, *two]))
    return [Difference(key, one.get(key), two.get(key)) for key in names if one.get(key) != two.get(key)]


def flat(values: Mapping[str, Any], before: str = "") -> Values:
    """Return nested values by dotted name."""
    found: Values = {}
    for key, value in values.items():
        found |= flat(value, f"{before}{key}.") if isinstance(value, Mapping) else {f"{before}{key}": value}
    return found


def merged(base: Mapping[str, Any], override: Mapping[str, Any]) -> Values:
    """Return the base with what the override has otherwise, mapping by mapping."""
    found = dict(base)
    for key, value in override.items():
        nested = isinstance(value, Mapping) and isinstance(found.get(key), Mapping)
        found[key] = merged(found[key], value) if nested else value
    return found


def differing(base: Mapping[str, Any], values: Mapping[str, Any]) -> Values:
    """Return only what differs from the base, nested as in it."""
    found: Values = {}
    for key, value in values.items():
        if isinstance(value, Mapping) and isinstance(base.get(key), Mapping):
            inner = differing(base[key], value)
            found |= {key: inner} if inner else {}
        elif key not in base or base[key] != value:
            found[key] = value
    return found


def _copied(project: "Project", name: str, made_from: str = "") -> Version:
    """Return a version with a new name and the criteria of another, of the one in use where none is named."""
    known = versions(project)
    source = _named(known, made_from) if made_from else in_use(project)
    if not name.strip() or any(each.name == name for each in known):
        problem = ValueProblem.DUPLICATE_CODE if name.strip() else ValueProblem.REQUIRED
        raise InvalidValue("version", name, problem)
    return replace(source, name=name.strip(), approved_on=None, act="", made_from=source.name)


def _first(project: "Project") -> Version:
    """The version of a project that keeps none yet: its criteria, with the technical profile kept apart before."""
    kept = dict(project.file.setting(CRITERIA_SETTING) or {})
    technical = project.file.setting(OLD_TECHNICAL_SETTING)
    if technical and "technical" not in kept:
        kept["technical"] = technical
    profile = Criteria.from_json(kept)
    return Version(profile.version, _without_identity(profile.to_json()), profile.approved_on)


def _holding(version: Version, values: Values) -> Version:
    """Return the version with these values, in its override where it has a Comune."""
    if version.municipality:
        return replace(version, override=differing(version.base, values))
    return replace(version, base=values, override={})


def _changeable(project: "Project", version: Version) -> Version:
    if version.approved_on is not None:
        raise ProjectError(project.file.path, ProjectProblem.CRITERIA_APPROVED, version.name)
    return version


def _named(known: list[Version], name: str) -> Version:
    found = next((each for each in known if each.name == name), None)
    if found is None:
        raise InvalidValue("version", name, ValueProblem.NOT_IN_LIST)
    return found


def _write(
    project: "Project",
    label: str,
    known: list[Version],
    chosen: Version,
    changed: Version | None = None,
    *,
    undoable: bool = True,
) -> None:
    """Keep the versions, and the criteria of the one in use where the analyses read them, as one edit."""
    chosen = changed if changed is not None and changed.name == chosen.name else chosen
    kept = {"in_use": chosen.name, "versions": [each.to_json() for each in known]}
    with project.file.edit(label, undoable=undoable) as edit:
        edit.set_setting(VERSIONS_SETTING, kept)
        edit.set_setting(CRITERIA_SETTING, chosen.criteria.to_json())


def _put(values: Values, key: str, value: Any) -> None:
    """Set a nested value by dotted name; only what the profile has, or one more key of a list of weights."""
    *path, last = key.split(".")
    place: Any = values
    for name in path:
        place[name] = dict(place[name]) if isinstance(place.get(name), Mapping) else {}
        place = place[name]
    known = key in flat(_defaults()) or (path and path[0] in _OPEN)
    if not known and key not in _defaults():
        raise InvalidValue("criteria", key, ValueProblem.NOT_IN_LIST)
    place[last] = value


def _defaults() -> Values:
    return _without_identity(Criteria().to_json())


def _without_identity(values: Mapping[str, Any]) -> Values:
    return {key: value for key, value in values.items() if key not in IDENTITY}
