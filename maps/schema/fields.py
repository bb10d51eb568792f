"""The vocabulary in which layers are declared: fields, code lists, layers."""

from dataclasses import dataclass
from enum import Enum


class FieldKind(Enum):
    """How a value is stored and edited."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    CODE = "code"
    CODES = "codes"  # several codes, in order; stored as a JSON array
    BEARING = "bearing"  # degrees clockwise from north, 0 <= b < 360
    BEARINGS = "bearings"  # further bearings; stored as a JSON array


class GeometryKind(Enum):
    """The geometry a layer holds; values are GeoPackage type names."""

    POINT = "POINT"
    LINE = "MULTILINESTRING"
    POLYGON = "MULTIPOLYGON"
    ANY = "GEOMETRY"  # buildings known as a point or as an outline
    NONE = "NONE"


class Sensitivity(Enum):
    """Who may receive a field or a layer (art. 3/bis of the pact: whitelist)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


@dataclass(frozen=True)
class Code:
    """One value of a code list.

    Attributes
    ----------
    value : str
        What is stored and exported (English, snake case).
    label : str
        What is shown (Italian).
    aliases : tuple of str
        Other spellings met in office tables, compared without case or accents.
    """

    value: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes, in the order in which it is shown."""

    name: str
    codes: tuple[Code, ...]

    def label(self, value: str) -> str:
        """Return the Italian label of a stored value, or the value itself."""
        return next((code.label for code in self.codes if code.value == value), value)

    @property
    def values(self) -> tuple[str, ...]:
        """The stored values, in order."""
        return tuple(code.value for code in self.codes)


@dataclass(frozen=True)
class Field:
    """One attribute of a layer.

    Attributes
    ----------
    name : str
        Column name in code, in the project file and in GeoJSON; units in it.
    label : str
        Italian label of the form, the table and the import.
    kind : FieldKind
    group : str
        Italian heading under which the form shows it.
    unit : str
        Unit shown beside the value ("m", "°", "px", "€").
    codes : CodeList or None
    minimum, maximum : float or None
        Inclusive limits in `unit`.
    aliases : tuple of str
        Column headers met in office tables and OSM tags, without case.
    sensitivity : Sensitivity
        Only PUBLIC fields leave in exports by default.
    in_table : bool
        Shown in the table by default.
    required : bool
    past : bool
        A day or a moment that cannot be after today.
    inner : bool
        Kept for the program: people read what it means, never its text.
    links_to : str
        Layer of which the value names a record, "" for none.
    link_by : str
        Field of that layer whose value is kept: "code" or "uid".
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    group: str = "Dati"
    unit: str = ""
    codes: CodeList | None = None
    minimum: float | None = None
    maximum: float | None = None
    aliases: tuple[str, ...] = ()
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    in_table: bool = False
    required: bool = False
    past: bool = False
    inner: bool = False
    links_to: str = ""
    link_by: str = "code"


@dataclass(frozen=True)
class Layer:
    """A layer of the project, declared once.

    Attributes
    ----------
    name : str
        Table name and command-line name.
    label, plural : str
        Italian names, singular and plural.
    geometry : GeometryKind
    fields : tuple of Field
        Own fields first, then the common ones.
    article : str
        Article of the pact that asks for the layer, or "".
    sensitivity : Sensitivity
    position_optional : bool
        Rows without a position are kept and counted as such.
    """

    name: str
    label: str
    plural: str
    geometry: GeometryKind
    fields: tuple[Field, ...]
    article: str = ""
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    position_optional: bool = False

    def field(self, name: str) -> Field:
        """Return the field called `name`; raise KeyError where there is none."""
        for declared in self.fields:
            if declared.name == name:
                return declared
        raise KeyError(name)

    @property
    def field_names(self) -> tuple[str, ...]:
        """Column names in declared order."""
        return tuple(declared.name for declared in self.fields)
