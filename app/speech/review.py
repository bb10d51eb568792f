"""What the review of a semester says, in the window, on the command line and in the minutes."""

from collections.abc import Sequence
from typing import Any

from app.speech import numbers
from maps.semester.review import Review
from maps.semester.semesters import CHANCE, FALL, MEAN, PREVIOUS, RISE

OUTCOMES = {
    RISE: "Aumento significativo",
    FALL: "Calo significativo",
    CHANCE: "Compatibile con il caso",
}
AGAINST = {PREVIOUS: "stesso semestre, anno prima", MEAN: "media degli stessi semestri prima"}
ALL_OFFENCES = "Tutti"
HALVES = {"1": ("primi semestri", "gennaio–giugno"), "2": ("secondi semestri", "luglio–dicembre")}
_WORDS = (
    *("zero", "una", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci"),
    *("undici", "dodici", "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto"),
    *("diciannove", "venti"),
)


def number_word(count: int) -> str:
    """Return a feminine number in words up to twenty, in figures beyond."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else numbers.integer(count)


def headline(found: Review) -> str:
    """Return the result in one sentence."""
    zones, changed = len(found.zones), len(found.changed)
    if zones == 1:
        return (
            "La variazione non si spiega con il caso"
            if changed
            else "La variazione è compatibile con il caso"
        )
    if not changed:
        return f"In nessuna delle {number_word(zones)} zone la variazione supera il caso"
    opening = "In una zona" if changed == 1 else f"In {number_word(changed)} zone"
    return f"{opening} su {number_word(zones)} la variazione non si spiega con il caso"


def outcome(row: Any) -> str:
    """Return the outcome of a zone."""
    return OUTCOMES[str(row["outcome"])]


def signed(value: float, digits: int = 0) -> str:
    """Return a difference with its sign: +68, −29, 0."""
    text = numbers.decimal(value, digits)
    return f"+{text}" if value > 0 and any(digit in "123456789" for digit in text) else text


def count(value: float, digits: int = 0) -> str:
    """Return a count; the mean of several semesters with one decimal."""
    return numbers.decimal(value, digits)


def interval(row: Any) -> str:
    """Return the interval of a difference: "da +17 a +119"."""
    return f"da {signed(row['low'])} a {signed(row['high'])}"


def digits_of(found: Review) -> int:
    """Return the decimals that the counts before need: one for a mean."""
    return 0 if len(found.against) == 1 else 1


def half_of(semester: str) -> tuple[str, str]:
    """Return what the halves of a year are called, and their months."""
    return HALVES[semester[-1]]


def months(semester: str) -> str:
    """Return the months of a semester: "gennaio–giugno 2026"."""
    return f"{half_of(semester)[1]} {semester[:4]}"


def before_title(found: Review) -> str:
    """Return what the earlier side is called."""
    if len(found.against) == 1:
        return f"Semestre {found.against[0]}"
    return f"Media di {', '.join(sorted(found.against))}"


def before_head(found: Review) -> str:
    """Return the head of the column of the earlier counts."""
    return found.against[0] if len(found.against) == 1 else "Media"


def events(value: float, semester: str, digits: int = 0) -> str:
    """Return the second line of a card: "1.262 eventi, gennaio–giugno 2026"."""
    return f"{numbers.decimal(value, digits)} eventi, {months(semester)}"


def before_events(found: Review) -> str:
    """Return the second line of the card of the earlier side."""
    if len(found.against) == 1:
        return events(found.events[0], found.against[0])
    told = numbers.decimal(found.events[0], 1)
    return f"{told} eventi a semestre, {half_of(found.semester)[1]}"


def note(found: Review) -> str:
    """Return what stands under the table."""
    zones = len(found.zones)
    over = f"intervalli al 95 % corretti per {number_word(zones)} zone" if zones > 1 else "intervallo al 95 %"
    return f"Prova di Poisson tra due conteggi; {over}. {unplaced(found)}"


def unplaced(found: Review) -> str:
    """Return how many events stand in no zone."""
    if not any(found.unplaced):
        return "Tutti gli eventi hanno una zona."
    before = numbers.decimal(found.unplaced[0], digits_of(found))
    return f"Senza posizione o fuori zona: {before} eventi prima, {numbers.integer(found.unplaced[1])} dopo."


def total(found: Review) -> str:
    """Return the change of the whole territory in one sentence."""
    row, digits = found.total, digits_of(found)
    change = f"{signed(row['difference'], digits)}, intervallo {interval(row)}"
    before, after = numbers.decimal(row["before"], digits), numbers.integer(row["after"])
    share = "" if row["percent"] is None else f" ({signed(100 * row['percent'])} %)"
    return f"In tutte le zone insieme: da {before} a {after} eventi{share}, {change}: {outcome(row).lower()}."


def against_label(code: str) -> str:
    """Return what a comparison is called."""
    return AGAINST.get(code, f"semestre {code}")


def joined(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: "A, B e C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} e {names[-1]}"
