"""The review as scenes: the semester before, the semester under review, what changed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.review.build import Asked, Found
from app.speech import review as review_words
from maps.semester.review import Review
from maps.views.scenes import Scene, free_name

BEFORE, AFTER, CHANGE = "before", "after", "change"
_NAMES = {BEFORE: "prima", AFTER: "dopo", CHANGE: "che cosa è cambiato"}


def asked_of(scene: Scene) -> Asked:
    """Return what the scene of a review compares."""
    return Asked(scene.semester, scene.against, scene.category)


def review_scenes(project: Any, found: Found) -> list[Scene]:
    """Return the three scenes of a comparison, for the room: the whole territory each time."""
    asked, compared = found.asked, found.review
    titles = {
        BEFORE: f"{review_words.before_title(compared)}: {review_words.before_events(compared)}",
        AFTER: f"Semestre {asked.semester}: {review_words.events(compared.events[1], asked.semester)}",
        CHANGE: review_words.headline(compared),
    }
    return [
        Scene(
            f"Revisione {asked.semester} · {_NAMES[part]}",
            titles[part],
            _sentence(compared),
            project.file.extent(),
            semester=asked.semester,
            review=part,
            against=asked.against,
            category=asked.category,
        )
        for part in _NAMES
    ]


def _sentence(compared: Review) -> str:
    """Return the change of the whole, then the zones whose change chance does not explain."""
    told = [review_words.total(compared)]
    digits = review_words.digits_of(compared)
    for _fid, row in compared.changed.iterrows():
        before, after = review_words.count(row["before"], digits), review_words.count(row["after"])
        told.append(f"{row['name']}: da {before} a {after}, {review_words.outcome(row).lower()}.")
    return " ".join(told)


def with_review(kept: Sequence[Scene], added: Sequence[Scene]) -> list[Scene]:
    """Return the scenes with those of a review; the same comparison, already there, is brought up to date."""
    scenes = list(kept)
    for scene in added:
        place = next((n for n, each in enumerate(scenes) if _subject(each) == _subject(scene)), None)
        if place is None:
            scenes.append(replace(scene, name=free_name(scenes, scene.name)))
        else:
            scenes[place] = replace(scene, name=scenes[place].name, notes=scenes[place].notes)
    return scenes


def _subject(scene: Scene) -> tuple[str, ...]:
    return scene.review, scene.semester, scene.against, scene.category
