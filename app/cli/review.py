"""Jobs of the semester: the comparison."""

import argparse

from app import numbers, review_words
from app.cli.data import give
from maps.project import Project
from maps.review import review as compare
from maps.review import review_json


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
