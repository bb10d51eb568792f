"""The exceptions of Torrazzo: a small tree that carries data, not sentences.

Only the window and the command line turn them into Italian (`app.speech.words`).
"""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path


class TorrazzoError(Exception):
    """Root of every error that a user can meet."""


class Cancelled(TorrazzoError):
    """The user asked to stop; nothing was changed."""


class FileProblem(Enum):
    """What is wrong with a file that was given to us."""

    MISSING = "missing"
    FOLDER_MISSING = "folder_missing"
    EMPTY = "empty"
    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    MISLABELLED = "mislabelled"
    NO_GEOMETRY = "no_geometry"
    NO_COORDINATES = "no_coordinates"
    NO_ROWS = "no_rows"
    NO_CRS = "no_crs"
    WRONG_CRS = "wrong_crs"
    NOTHING_INSIDE = "nothing_inside"
    WRONG_GEOMETRY = "wrong_geometry"
    AMBIGUOUS_LAYER = "ambiguous_layer"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    DISK_FULL = "disk_full"
    NOT_WRITABLE = "not_writable"
    EXISTS = "exists"
    COLUMN_MISSING = "column_missing"
    SHEET_MISSING = "sheet_missing"
    NOT_AN_ATTACHMENT = "not_an_attachment"
    ATTACHMENT_TOO_LARGE = "attachment_too_large"


@dataclass(eq=False)
class FileError(TorrazzoError):
    """A file cannot be read or written.

    Attributes
    ----------
    path : Path
    problem : FileProblem
    detail : str
        A fact that helps (driver, line, column name); never a whole sentence.
    """

    path: Path
    problem: FileProblem
    detail: str = ""


class ProjectProblem(Enum):
    """Why a project file cannot be opened or changed."""

    NOT_A_PROJECT = "not_a_project"
    NEWER_VERSION = "newer_version"
    OLDER_VERSION = "older_version"
    LOCKED = "locked"
    DAMAGED = "damaged"
    READ_ONLY = "read_only"
    FROZEN = "frozen"
    CHANGED_ELSEWHERE = "changed_elsewhere"
    NO_AREA = "no_area"
    NO_ZONES = "no_zones"
    CRITERIA_APPROVED = "criteria_approved"


@dataclass(eq=False)
class ProjectError(TorrazzoError):
    """The project file cannot be used as asked.

    Attributes
    ----------
    path : Path
    problem : ProjectProblem
    detail : str
        Holder of the lock, version found, or the like.
    backup : Path or None
        The last good backup, when there is one to offer.
    """

    path: Path
    problem: ProjectProblem
    detail: str = ""
    backup: Path | None = None


@dataclass(eq=False)
class InvalidValue(TorrazzoError):
    """A raw value does not fit its field.

    Attributes
    ----------
    field_name : str
    raw : object
    reason : ValueProblem
    """

    field_name: str
    raw: object
    reason: "ValueProblem"


class ValueProblem(Enum):
    """Why a row or a value is refused, or accepted with a warning."""

    NOT_A_NUMBER = "not_a_number"
    NOT_AN_INTEGER = "not_an_integer"
    NOT_A_DATE = "not_a_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    NOT_YES_NO = "not_yes_no"
    NOT_IN_LIST = "not_in_list"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    NOT_A_DIRECTION = "not_a_direction"
    TOO_LONG = "too_long"
    REQUIRED = "required"
    DUPLICATE_CODE = "duplicate_code"
    NO_POSITION = "no_position"
    BAD_COORDINATES = "bad_coordinates"
    SWAPPED_COORDINATES = "swapped_coordinates"
    OUTSIDE_AREA = "outside_area"
    EMPTY_GEOMETRY = "empty_geometry"
    INVALID_GEOMETRY = "invalid_geometry"
    WRONG_GEOMETRY_TYPE = "wrong_geometry_type"
    UNREADABLE_ROW = "unreadable_row"
    FOCAL_WITHOUT_SENSOR = "focal_without_sensor"
    CONTRADICTION = "contradiction"
    NOT_A_RESOLUTION = "not_a_resolution"
    AMBIGUOUS_DIRECTION = "ambiguous_direction"
    IN_FUTURE = "in_future"
    NOT_A_SCHEDULE = "not_a_schedule"
    NOT_A_MOMENT = "not_a_moment"


class CrsProblem(Enum):
    """Why a coordinate operation is refused."""

    UNKNOWN = "unknown"
    UNKNOWN_ACCURACY = "unknown_accuracy"
    OUTSIDE_DOMAIN = "outside_domain"


@dataclass(eq=False)
class CrsError(TorrazzoError):
    """Coordinates cannot be brought from one reference system to another."""

    source: str
    target: str
    problem: CrsProblem


@dataclass(eq=False)
class AnalysisError(TorrazzoError):
    """An analysis cannot be computed from what the project holds.

    Attributes
    ----------
    missing : tuple of str
        Names of layers or settings that are needed and absent.
    """

    missing: tuple[str, ...] = field(default=())


@dataclass(eq=False)
class ExportRefused(TorrazzoError):
    """A profile does not let something out.

    Attributes
    ----------
    what : str
        Name of the layer or of the result.
    profile : str
        Name of the export profile.
    """

    what: str
    profile: str
