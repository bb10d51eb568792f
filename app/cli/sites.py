"""The jobs on single cameras: which overlap; where to put them, which to move or take away."""

import argparse
import sys
from collections.abc import Callable
from typing import Any

from app.cli.exporting import log
from app.cli.output import give, say
from app.speech import numbers, rule as rule_words
from maps.errors import AnalysisError, InvalidValue, ValueProblem
from maps.project import Project
from maps.store import Export


def site(chosen: argparse.Namespace) -> None:
    """Propose where new cameras of a purpose serve most, which to move, or which to take away."""
    if chosen.move or chosen.remove:
        _move(chosen)
        return
    from maps.rule.exports import sites_json, write_sites
    from maps.rule.sites import KINDS, find_sites, privacy_weight

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
            privacy_weight=privacy_weight(chosen.privacy),
            kinds=_kinds(chosen) or KINDS,
            watch=_gap_line(),
        )
    if chosen.output:
        write_sites(found, chosen.output, chosen.purpose)
        say(f"Siti proposti in «{chosen.output}».")
        log(chosen.project, Export("sites", chosen.output, len(found.table)))
    told = sites_json(found, chosen.purpose)
    if chosen.json:
        give(told)
        return
    if not told["sites"]:
        print(rule_words.no_sites(told))
        return
    if told["below_floor"]:
        say(f"Attenzione: {rule_words.below_floor(told['below_floor'])}")
    print(f"{told['count']} siti su {told['candidates']} pose possibili ({_proof(told)}).")
    for rank, each in enumerate(told["sites"], 1):
        support, gain = rule_words.SUPPORTS[each["support"]], numbers.percent(each["gain"], 2)
        print(
            f"  {rank}. {each['zone_name'] or each['zone']}, {support}, direzione "
            f"{each['azimuth_deg']:.0f}°, {each['kind']}: rischio scoperto −{gain}"
        )


def overlap(chosen: argparse.Namespace) -> None:
    """Tell which cameras of a purpose are redundant, for whom, and what each sees alone."""
    from maps.rule.exports import overlaps_json, write_overlaps
    from maps.rule.overlaps import overlaps

    with Project.open(chosen.project, read_only=True) as project:
        found = overlaps(project, chosen.purpose)
    if chosen.output:
        write_overlaps(found, chosen.output, chosen.purpose)
        say(f"Mappa della molteplicità in «{chosen.output}».")
    told = overlaps_json(found, chosen.purpose)
    if chosen.json:
        give(told)
        return
    for each in told["cameras"]:
        print(rule_words.redundant_camera(each))
    for each in told["depth"]:
        seen = "da una telecamera" if each["cameras"] == 1 else f"da {each['cameras']} telecamere"
        print(f"  visto {seen}: {numbers.measure(each['area_m2'], 'm²')}")
    if not told["cameras"]:
        print("Nessuna telecamera funzionante di questa finalità riprende spazio pubblico.")


def _move(chosen: argparse.Namespace) -> None:
    """Tell which cameras to move and where, or which to take away."""
    from maps.rule.exports import moves_json, write_moves
    from maps.rule.moves import MoveOptions, find_moves, find_removals

    if chosen.count is None:
        raise AnalysisError(("count",))
    find = find_moves if chosen.move else find_removals
    with Project.open(chosen.project, read_only=True) as project:
        found = find(
            project,
            chosen.purpose,
            count=chosen.count,
            options=MoveOptions(
                exact=not chosen.quick,
                seconds=chosen.seconds,
                floor=chosen.floor,
                redundant=not chosen.any,
                budget=chosen.budget,
                kinds=_kinds(chosen),
            ),
            watch=_gap_line(),
        )
    if chosen.output:
        write_moves(found, chosen.output, chosen.purpose)
        say(f"Spostamenti in «{chosen.output}».")
        log(chosen.project, Export("moves", chosen.output, len(found.table)))
    told = moves_json(found, chosen.purpose)
    if chosen.json:
        give(told)
        return
    _tell_moves(found, told)


def _kinds(chosen: argparse.Namespace) -> tuple[Any, ...]:
    """Return the models asked for; none where none is named."""
    from maps.rule.sites import KINDS

    wanted = chosen.model or ()
    known = {each.name: each for each in KINDS}
    for name in wanted:
        if name not in known:
            raise InvalidValue("Modello", name, ValueProblem.NOT_IN_LIST)
    return tuple(known[name] for name in dict.fromkeys(wanted))


def _tell_moves(found: Any, told: dict[str, Any]) -> None:
    if not told["cameras"]:
        print(rule_words.no_moves(told))
        return
    done, cost = rule_words.interventions(told), numbers.measure(told["cost_eur"], "€")
    print(f"{done}, {cost}, fra {told['movable']} che si possono spostare ({_proof(told)}).")
    for each in told["cameras"]:
        print(f"  {rule_words.moved_camera(each)}")
    for name, label in rule_words.INDICATORS.items():
        delta = getattr(found.effect, name)
        values = f"{numbers.percent(delta.before, 1):>9} → {numbers.percent(delta.after, 1):>8}"
        print(f"  {label:<36}{values}   {rule_words.change(delta)}")


def _proof(told: dict[str, Any]) -> str:
    margin = "" if not told["gap"] else f", scarto {numbers.percent(told['gap'], 1)}"
    return rule_words.SITING[told["status"]] + margin


def _gap_line() -> Callable[[float, float], None]:
    """Return what tells the proved gap on the terminal as it closes; silent where nobody looks."""
    last = [""]

    def told(gain: float, bound: float) -> None:
        gap = max(bound - gain, 0.0) / bound if bound > 0 else 0.0
        line = f"Scarto dimostrato: {numbers.percent(gap, 1)}"
        if line != last[0] and sys.stderr.isatty():
            print(f"\r{line:<40}", end="" if gap > 0 else "\n", file=sys.stderr, flush=True)
        last[0] = line

    return told
