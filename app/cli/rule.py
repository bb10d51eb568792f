"""Jobs on the rule of article 2(c): homogeneity, proposals, sites, the dossier."""

import argparse
from pathlib import Path
from typing import Any

from app.cli.exporting import log
from app.cli.output import give, say
from app.cli.writing import changing
from app.speech import numbers, rule as rule_words, words
from maps.project import Project
from maps.store import Export


def homogeneity(chosen: argparse.Namespace) -> None:
    """Tell how far the cameras conform to the technical profile and to each other."""
    from maps.rule.exports import homogeneity_json
    from maps.rule.homogeneity import homogeneity as check

    with Project.open(chosen.project, read_only=True) as project:
        told = homogeneity_json(check(project))
    if chosen.json:
        give(told)
        return
    print(f"Telecamere conformi a tutti i requisiti noti: {told['conforming']} su {told['cameras']}.")
    for row in told["by_owner"]:
        if row["cameras"]:
            what = f"{rule_words.REQUIREMENTS[row['requirement']]} ({rule_words.COSTS[row['cost']]})"
            print(f"  {row['group'] or 'Impianto ignoto':<44} {what:<40} {row['cameras']:>4}")
    for name, standard in told["prevailing"].items():
        label, value = words.field_label("camera", name), words.code_label("camera", name, standard["value"])
        print(f"Prevalente – {label}: {value} ({numbers.percent(standard['share'])})")


def purposes(chosen: argparse.Namespace) -> None:
    """Tell how many cameras each purpose has; give one by rule to those that declare none, where asked."""
    from maps.balance.balance import declared_purposes, has_purpose, working_cameras
    from maps.rule.purposes import assign_purposes

    opened = changing(chosen.project) if chosen.from_osm else Project.open(chosen.project, read_only=True)
    with opened as project:
        given = assign_purposes(project) if chosen.from_osm else None
        cameras = project.frame("camera")
        every = declared_purposes(cameras, working_cameras(cameras) | True)
        told = {each: int(has_purpose(cameras, each).sum()) for each in every}
    if given is not None:
        say(rule_words.assigned(given))
    if chosen.json:
        give({"purposes": told, "assigned": None if given is None else vars(given)})
        return
    for each, count in told.items():
        print(f"{words.purpose(each)}: {numbers.integer(count)}")


def projects(chosen: argparse.Namespace) -> None:
    """List the proposals."""
    from maps.rule.exports import proposal_json
    from maps.rule.proposals import proposals

    with Project.open(chosen.project, read_only=True) as project:
        told = [proposal_json(each) for each in proposals(project)]
    if chosen.json:
        give({"count": len(told), "projects": told})
        return
    for each in told:
        state = words.code_label("proposal", "project_state", each["project_state"] or "")
        print(
            f"{each['code']:<8} {each['name']}: {rule_words.interventions(each)}. Stato: {state or 'ignoto'}."
        )
    if not told:
        say("Nel progetto non ci sono progetti di videosorveglianza.")


def evaluate(chosen: argparse.Namespace) -> None:
    """Tell what a proposal changes, and whether it can be admitted."""
    from maps.rule.evaluation import judge_proposal
    from maps.rule.exports import judgement_json
    from maps.rule.judged_record import record_judgement

    opened = changing(chosen.project) if chosen.record else Project.open(chosen.project, read_only=True)
    with opened as project:
        found = judge_proposal(project, chosen.proposal)
        told = judgement_json(found)
        if chosen.record:
            written = record_judgement(project, found)
            say("Esito scritto nella scheda del progetto." if written else "La scheda ha già questo esito.")
    if chosen.json:
        give(told)
    else:
        _tell_judgement(found)
    if found.missing:
        say(f"Attenzione: {rule_words.missing(len(found.missing))}")


def _tell_judgement(found: Any) -> None:
    print(f"{found.proposal.code} – {found.proposal.name}")
    print(rule_words.verdict_sentence(found))
    effect = found.purposes[found.purpose]
    for name, label in rule_words.INDICATORS.items():
        delta = getattr(effect, name)
        values = f"{numbers.percent(delta.before, 1):>9} → {numbers.percent(delta.after, 1):>8}"
        print(f"  {label:<36}{values}   {rule_words.change(delta)}")
    for each in found.checks:
        what, outcome, evidence = rule_words.check(each)
        print(f"  {what}: {outcome} ({evidence})")


def dossier(chosen: argparse.Namespace) -> None:
    """Write the dossier of a proposal, with the GeoJSON package of what it shows beside it."""
    import os

    if not os.environ.get("QT_QPA_PLATFORM"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from app.cli.sheets import base_of
    from app.dossier.writing import write_dossier
    from app.start import application

    application()
    base = base_of(chosen)
    with Project.open(chosen.project, read_only=True) as project:
        written: tuple[Path, Path] = write_dossier(project, chosen.proposal, chosen.output, base=base)
    say(f"Dossier in «{written[0]}»; dati mostrati in «{written[1]}».")
    log(chosen.project, Export("dossier", written[0]), Export("dossier_data", written[1]))
