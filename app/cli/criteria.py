"""Jobs on the criteria profile: its versions, what they say, what changed, their approval."""

import argparse
import json
from typing import Any

from app.cli.output import give, say
from app.cli.writing import changing
from app.speech import criteria as criteria_words
from maps import criteria_versions
from maps.errors import FileError, FileProblem
from maps.io.atomic import write_atomic
from maps.project import Project


def show(chosen: argparse.Namespace) -> None:
    """Tell the criteria of a version."""
    with Project.open(chosen.project, read_only=True) as project:
        version, used = _wanted(project, chosen.name), criteria_versions.in_use(project).name
    if chosen.json:
        give({**version.to_json(), "criteria": version.criteria.to_json(), "in_use": version.name == used})
        return
    print(criteria_words.version_line(version, version.name == used))
    for line in criteria_words.profile_lines(version.criteria):
        print(f"  {line}")


def versions(chosen: argparse.Namespace) -> None:
    """List the versions."""
    with Project.open(chosen.project, read_only=True) as project:
        known, used = criteria_versions.versions(project), criteria_versions.in_use(project).name
    if chosen.json:
        told = [{**each.to_json(), "in_use": each.name == used} for each in known]
        give([{key: value for key, value in each.items() if key not in ("base", "format")} for each in told])
        return
    for each in known:
        print(criteria_words.version_line(each, each.name == used))


def compare(chosen: argparse.Namespace) -> None:
    """Tell what changes between two versions."""
    with Project.open(chosen.project, read_only=True) as project:
        before, after = criteria_versions.find_version(project, chosen.before), _wanted(project, chosen.after)
    found = criteria_versions.compare(before.criteria, after.criteria)
    if chosen.json:
        give({"before": before.name, "after": after.name, "differences": [vars(each) for each in found]})
        return
    if not found:
        print(f"Fra «{before.name}» e «{after.name}» non cambia alcun criterio.")
    for each in found:
        print(criteria_words.difference(each))


def new(chosen: argparse.Namespace) -> None:
    """Make a version as a copy."""
    with changing(chosen.project) as project:
        _told(criteria_versions.new_version(project, chosen.name, chosen.made_from))


def change(chosen: argparse.Namespace) -> None:
    """Change criteria of the version in use."""
    with changing(chosen.project) as project:
        before = project.criteria
        version = criteria_versions.set_values(project, dict(chosen.values), chosen.municipality)
    for each in criteria_versions.compare(before, version.criteria):
        say(criteria_words.difference(each))
    _told(version)


def approve(chosen: argparse.Namespace) -> None:
    """Mark the approval in C.P.O.S.P."""
    with changing(chosen.project) as project:
        _told(criteria_versions.approve(project, chosen.name, chosen.on, chosen.act))


def use(chosen: argparse.Namespace) -> None:
    """Let the analyses use a version."""
    with changing(chosen.project) as project:
        _told(criteria_versions.use(project, chosen.name))


def export(chosen: argparse.Namespace) -> None:
    """Write a version as JSON."""
    with Project.open(chosen.project, read_only=True) as project:
        version = _wanted(project, chosen.name)
    write_atomic(chosen.output, json.dumps(version.to_json(), ensure_ascii=False, indent=2) + "\n")
    say(f"Versione «{version.name}» dei criteri in «{chosen.output}».")


def load(chosen: argparse.Namespace) -> None:
    """Add a version that another office exported, or take its base."""
    try:
        values: Any = json.loads(chosen.file.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(chosen.file, FileProblem.MISSING, error.strerror or "") from error
    except ValueError as error:
        raise FileError(chosen.file, FileProblem.UNREADABLE, str(error)) from error
    with changing(chosen.project) as project:
        if chosen.as_base:
            base = criteria_versions.Version.from_json(values).base
            _told(criteria_versions.rebase(project, base, chosen.as_base))
        else:
            _told(criteria_versions.import_version(project, values))


def _wanted(project: Project, name: str) -> criteria_versions.Version:
    return criteria_versions.find_version(project, name) if name else criteria_versions.in_use(project)


def _told(version: criteria_versions.Version) -> None:
    say(criteria_words.version_line(version))
