"""The job on sites: where to put, move or take away cameras."""

import argparse

from app import numbers, rule_words
from app.cli.data import give, say
from maps.project import Project


def site(chosen: argparse.Namespace) -> None:
    """Propose where new cameras of a purpose serve most."""
    from maps.errors import AnalysisError
    from maps.rule_exports import sites_json, write_sites
    from maps.sites import find_sites

    if chosen.count is None and chosen.budget is None:
        raise AnalysisError(("count", "budget"))
    with Project.open(chosen.project, read_only=True) as project:
        found = find_sites(
            project,
            chosen.purpose,
            count=chosen.count,
            budget=chosen.budget,
            exact=not chosen.quick,
            seconds=chosen.seconds,
            floor=chosen.floor,
            overlap_cap=chosen.overlap_cap,
        )
    if chosen.output:
        write_sites(found, chosen.output, chosen.purpose)
        say(f"Siti proposti in «{chosen.output}».")
    told = sites_json(found, chosen.purpose)
    if chosen.json:
        give(told)
        return
    if not told["sites"]:
        print(rule_words.no_sites(told))
        return
    proof = rule_words.SITING[told["status"]]
    margin = "" if told["gap"] is None else f", scarto {numbers.percent(told['gap'], 1)}"
    print(f"{told['count']} siti su {told['candidates']} pose possibili ({proof}{margin}).")
    for rank, each in enumerate(told["sites"], 1):
        support, gain = rule_words.SUPPORTS[each["support"]], numbers.percent(each["gain"], 2)
        print(
            f"  {rank}. {each['zone_name'] or each['zone']}, {support}, direzione "
            f"{each['azimuth_deg']:.0f}°, {each['kind']}: rischio scoperto −{gain}"
        )
