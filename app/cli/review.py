"""Jobs of the semester: the comparison, the frozen copy, the minutes."""

import argparse
from dataclasses import asdict

from app.cli.exporting import log
from app.cli.output import give, say
from app.cli.writing import changing
from app.speech import numbers, review as review_words
from maps.project import Project
from maps.semester.review import review as compare, review_json
from maps.store import Export


def review(chosen: argparse.Namespace) -> None:
    """Tell the semester against the same semester of earlier years, zone by zone."""
    with Project.open(chosen.project, read_only=True) as project:
        found = compare(project, chosen.semester, chosen.against, chosen.category or "")
    if chosen.json:
        give(review_json(found))
        return
    digits = review_words.digits_of(found)
    print(f"{review_words.headline(found)}.")
    print(f"  {'':<24}{review_words.before_head(found):>10}{found.semester:>10}")
    for _fid, row in found.zones.iterrows():
        before, after = numbers.decimal(row["before"], digits), numbers.integer(row["after"])
        gap = review_words.signed(row["difference"], digits)
        told = (
            f"{before:>10}{after:>10}{gap:>10}   {review_words.interval(row):<20}{review_words.outcome(row)}"
        )
        print(f"  {row['name']:<24}{told}")
    print(review_words.total(found))
    print(review_words.note(found))


def minutes(chosen: argparse.Namespace) -> None:
    """Write the minutes of the meeting of a semester."""
    from app.review.minutes import write_minutes

    with Project.open(chosen.project, read_only=True) as project:
        written = write_minutes(project, chosen.semester, chosen.output, chosen.against)
    log(chosen.project, Export("minutes", written))
    say(f"Verbale in «{written}».")


def freeze(chosen: argparse.Namespace) -> None:
    """Write the read-only copy of a semester and tell its fingerprint."""
    from maps.semester.snapshots import freeze as write

    with changing(chosen.project) as project:
        made = write(project, chosen.semester, chosen.output)
    if chosen.json:
        give(asdict(made))
        return
    say(f"Semestre {made.semester} congelato in «{made.file}», in sola lettura.")
    print(f"SHA-256 {made.sha256}")
