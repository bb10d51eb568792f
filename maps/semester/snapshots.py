"""The snapshots of the semesters: frozen copies of the project, each with its SHA-256 recorded in it."""

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maps.errors import InvalidValue, ProjectError, ProjectProblem, ValueProblem
from maps.store.export_log import Export, digest_of
from maps.store.freezing import write_frozen
from maps.store.opening import FROZEN_SETTING

if TYPE_CHECKING:
    from maps.project import Project

SNAPSHOTS_SETTING = "snapshots"


@dataclass(frozen=True)
class Snapshot:
    """A frozen semester.

    Attributes
    ----------
    semester : str
    file : str
        Name of the file, without its folder.
    sha256 : str
        Of the file, 64 hexadecimal digits.
    at : str
        When it was made, ISO 8601 to the second.
    """

    semester: str
    file: str
    sha256: str
    at: str


def default_path(project: Path, semester: str) -> Path:
    """Return where a snapshot goes where nobody says: beside the project, NAME-2026-1.gpkg."""
    return project.with_name(f"{project.stem}-{semester}.gpkg")


def snapshots(project: "Project") -> list[Snapshot]:
    """Return the snapshots made of a project, the latest last."""
    return [Snapshot(**each) for each in project.file.setting(SNAPSHOTS_SETTING, [])]


def frozen_semester(project: "Project") -> str:
    """Return the semester that a project is the snapshot of, "" where it is a project at work."""
    facts = project.file.setting(FROZEN_SETTING)
    return "" if facts is None else str(facts.get("semester", ""))


def freeze(
    project: "Project", semester: str, path: Path | None = None, now: dt.datetime | None = None
) -> Snapshot:
    """Write the snapshot of a semester; its SHA-256 is recorded in the project and in the log of the exports.

    Parameters
    ----------
    project : Project
        Open to be written.
    semester : str
        One that has offences.
    path : Path, optional
        `default_path` where not given; never overwritten.
    now : datetime, optional

    Raises
    ------
    InvalidValue
        The project has no offences of that semester.
    ProjectError
        READ_ONLY.
    FileError
        See `maps.store.freezing.write_frozen`.
    """
    file = project.file
    if file.read_only:
        raise ProjectError(file.path, ProjectProblem.READ_ONLY)
    if semester not in project.semesters():
        raise InvalidValue("semester", semester, ValueProblem.NOT_IN_LIST)
    target = path or default_path(Path(file.path), semester)
    at = (now or dt.datetime.now()).isoformat(timespec="seconds")
    digest = write_frozen(file, target, {"semester": semester, "at": at, "project": project.name})
    made = Snapshot(semester, target.name, digest, at)
    file.log_export(Export("snapshot", target))
    file.set_setting(SNAPSHOTS_SETTING, [*map(asdict, snapshots(project)), asdict(made)])
    return made


def is_intact(snapshot: Snapshot, folder: Path) -> bool | None:
    """Tell whether the file of a snapshot is still what it was; None where it is not in the folder."""
    path = folder / snapshot.file
    return digest_of(path) == snapshot.sha256 if path.is_file() else None
