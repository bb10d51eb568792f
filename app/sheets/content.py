"""What a sheet says around its map."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from app.canvas.furniture import ATTRIBUTION
from app.sheets.fingerprint import short
from app.sheets.stack import Stack
from app.speech import findings, numbers, words
from app.speech.sentences import zones_headline
from maps.crs import crs_label
from maps.views.scenes import Scene

OFFICE_SETTING = "office"
NO_OFFICE = "[Denominazione dell'ufficio]"
PACT = "patto per la sicurezza, art. 2, lettera c)"
INVENTED = "Dati inventati"


@dataclass(frozen=True)
class Texts:
    """The words of one sheet.

    Attributes
    ----------
    title, subtitle, office, number : str
        `number` is "Tavola 3 di 7", "" for a sheet alone.
    summary, method, brief : str
        Under "In sintesi" and "Nota di metodo"; the last where there is no room for the whole note.
    footer : tuple of str
        Reference system, background, date and fingerprint; `{grid}` in the first is the step of the grid.
    """

    title: str
    subtitle: str
    office: str
    number: str
    summary: str
    method: str
    brief: str
    footer: tuple[str, ...]


def texts(
    project: Any,
    scene: Scene,
    stack: Stack,
    digest: str,
    day: dt.date,
    number: tuple[int, int] | None = None,
    office: str | None = None,
) -> Texts:
    """Return the words of a scene's sheet.

    Parameters
    ----------
    project : maps.project.Project
    scene : Scene
    stack : Stack
        Of the scene.
    digest : str
        Fingerprint of the data, 64 digits.
    day : date
        Of printing.
    number : tuple of int, optional
        Which sheet of how many.
    office : str, optional
        In place of the one kept in the project.
    """
    return Texts(
        scene.title,
        subtitle(project, scene, stack.purpose),
        str((project.file.setting(OFFICE_SETTING, "") if office is None else office) or NO_OFFICE),
        f"Tavola {number[0]} di {number[1]}" if number else "",
        summary(scene, stack),
        method(project, stack),
        method_sheets(project, stack),
        footer(project, digest, day, stack.credit),
    )


def subtitle(project: Any, scene: Scene, purpose: str) -> str:
    """Return purpose, semester and article in one line; without cameras there is no purpose to speak of."""
    aim = f"Finalità: {words.of_purpose(purpose or 'undeclared').removeprefix('finalità ')}"
    if not project.file.count("camera"):
        aim = "Nessuna telecamera censita"
    return f"{aim} · {semester_text(project, scene.semester)} · {PACT}"


def semester_text(project: Any, chosen: str) -> str:
    """Return the semester chosen, or the span of those that the project holds."""
    if chosen:
        return f"semestre {chosen}"
    known = project.semesters()
    if not known:
        return "nessun evento registrato"
    return f"semestre {known[0]}" if len(known) == 1 else f"semestri dal {known[-1]} al {known[0]}"


def summary(scene: Scene, stack: Stack) -> str:
    """Return the scene's sentence, then the result for the whole city with its index."""
    facts = stack.facts
    if facts is None:
        return scene.sentence or "Senza zone di analisi il rischio e la copertura non si possono confrontare."
    told = findings.headline(facts)
    if facts.hoover is not None:
        told += f" (indice di Hoover {numbers.decimal(facts.hoover, 2)})"
    whole = f"Nell'intero territorio: {told[0].lower() + told[1:]}. {zones_headline(facts).split(' · ')[0]}."
    return f"{scene.sentence} {whole}".strip() if scene.sentence else whole


def method(project: Any, stack: Stack) -> str:
    """Return how the figures of the sheet were computed, and where it is written at length."""
    parts = []
    if stack.facts is not None:
        needed = numbers.compact(project.criteria.rule(stack.purpose).px_per_m)
        parts += [
            f"Copertura: quota dello spazio pubblico vista con almeno {needed}{numbers.NBSP}px/m da telecamere "
            "funzionanti, edifici opachi.",
            "Sovrapposizione: 1 − area dell'unione / somma delle aree, stessa finalità.",
        ]
    if stack.density is not None:
        radius = numbers.measure(stack.density.bandwidth_m, "m")
        parts.append(f"Densità: eventi/km², raggio {radius}.")
    return " ".join([*parts, method_sheets(project, stack)]).strip()


def method_sheets(project: Any, stack: Stack) -> str:
    """Return the criteria profile and the method sheets of the figures shown; "" where there are no figures."""
    sheets = ["equilibrio", "rischio"] if stack.facts is not None else []
    sheets += ["densità"] if stack.density is not None else []
    named = f"Schede di metodo: {', '.join(sheets)}." if sheets else ""
    limits = f"Soglie: profilo dei criteri «{project.criteria.version}»." if stack.facts is not None else ""
    return f"{limits} {named}".strip()


def footer(project: Any, digest: str, day: dt.date, credit: str = "") -> tuple[str, ...]:
    """Return reference system, origin of the data and of the base map, date and fingerprint."""
    ground = (
        f"{INVENTED}." if project.is_demo else f"Sfondo {ATTRIBUTION} (ODbL)." if project.draws_osm else ""
    )
    if credit and credit not in ground:
        ground = f"{ground} Mappa di base {credit}.".strip()
    return (
        f"Sistema di riferimento {crs_label(project.epsg)} (EPSG:{project.epsg}), reticolo {{grid}}.",
        *([ground] if ground else []),
        f"Stampata il {numbers.date(day)} · impronta dei dati {short(digest)}",
    )
