"""Open a project to change it, and say what that did to a file of an older version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.output import say
from app.speech import words
from app.user import user_name
from maps.project import Project


@contextmanager
def changing(path: Path) -> Iterator[Project]:
    """Open a project to write into it, under the name of the user."""
    with Project.open(path, user=user_name()) as project:
        if project.file.upgrade is not None:
            say(words.upgraded(project.file.upgrade))
        yield project
