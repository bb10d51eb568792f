"""The grammar of the commands on the rule of article 2(c)."""

import argparse
from pathlib import Path
from typing import Any

from app.cli import values
from app.cli.grammar import (
    action,
    base_map_option,
    command,
    json_option,
    output_option,
    purpose_option,
    semester_option,
)


def add_rule_commands(commands: Any, parser_class: type[argparse.ArgumentParser]) -> None:
    """Add criteria, risk, homogeneity, projects, evaluate, overlap, site, purposes and dossier."""
    _criteria(commands, parser_class)
    _risk(commands)
    same = command(
        commands, "homogeneity", "Confronta le telecamere con il profilo tecnico.", "rule:homogeneity"
    )
    json_option(same)
    json_option(command(commands, "projects", "Elenca i progetti di videosorveglianza.", "rule:projects"))
    judge = command(commands, "evaluate", "Giudica un progetto: prima, dopo, verifiche.", "rule:evaluate")
    _proposal_option(judge)
    judge.add_argument(
        "--record", action="store_true", help="scrive esiti e variazioni nella scheda del progetto"
    )
    json_option(judge)
    _overlap(commands)
    _site(commands)
    given = command(commands, "purposes", "Dice quante telecamere ha ogni finalità.", "rule:purposes")
    given.add_argument(
        "--from-osm", action="store_true", help="la assegna dai tag di OpenStreetMap a quelle che non l'hanno"
    )
    json_option(given)
    paper = command(commands, "dossier", "Scrive il dossier di un progetto per il C.P.O.S.P.", "rule:dossier")
    _proposal_option(paper)
    base_map_option(paper)
    output_option(paper, ".pdf")


def _criteria(commands: Any, parser_class: type[argparse.ArgumentParser]) -> None:
    profile = command(commands, "criteria", "Il profilo dei criteri e le sue versioni.", "criteria:show")
    profile.set_defaults(name="", json=False)
    actions = profile.add_subparsers(metavar="AZIONE", parser_class=parser_class)
    show = action(actions, "show", "Dice i criteri di una versione.", "criteria:show")
    show.add_argument("name", nargs="?", default="", metavar="VERSIONE", help="quella in uso se manca")
    json_option(show)
    json_option(action(actions, "versions", "Elenca le versioni.", "criteria:versions"))
    compare = action(actions, "compare", "Dice che cosa cambia fra due versioni.", "criteria:compare")
    compare.add_argument("before", metavar="PRIMA", help="la versione di partenza")
    compare.add_argument("after", nargs="?", default="", metavar="DOPO", help="quella in uso se manca")
    json_option(compare)
    new = action(actions, "new", "Nuova versione, copia di un'altra, da approvare.", "criteria:new")
    new.add_argument("name", metavar="VERSIONE", help="nome della nuova versione")
    new.add_argument(
        "--from", dest="made_from", default="", metavar="VERSIONE", help="quella in uso se manca"
    )
    change = action(
        actions, "set", "Cambia criteri della versione in uso, se non approvata.", "criteria:change"
    )
    change.add_argument(
        "values",
        nargs="+",
        type=values.criterion,
        metavar="CRITERIO=VALORE",
        help="per esempio coverage_threshold=0.2",
    )
    change.add_argument(
        "--municipality", metavar="COMUNE", help="vale per questo Comune; la base provinciale non cambia"
    )
    approve = action(
        actions, "approve", "Segna l'approvazione in C.P.O.S.P.: non cambia più.", "criteria:approve"
    )
    approve.add_argument("name", metavar="VERSIONE", help="la versione approvata")
    approve.add_argument("--on", type=values.day, required=True, metavar="GIORNO", help="aaaa-mm-gg")
    approve.add_argument("--act", default="", metavar="ATTO", help="verbale o atto")
    use = action(actions, "use", "Mette in uso una versione.", "criteria:use")
    use.add_argument("name", metavar="VERSIONE", help="la versione da usare")
    export = action(actions, "export", "Esporta una versione in JSON.", "criteria:export")
    export.add_argument("name", nargs="?", default="", metavar="VERSIONE", help="quella in uso se manca")
    output_option(export, ".json")
    load = action(actions, "import", "Aggiunge una versione esportata da altri.", "criteria:load")
    load.add_argument("file", type=Path, metavar="FILE", help="versione esportata (.json)")
    load.add_argument(
        "--as-base", default="", metavar="VERSIONE", help="base di una nuova versione del Comune"
    )


def _risk(commands: Any) -> None:
    risk = command(commands, "risk", "Rischio delle zone, termine per termine, e sulla griglia.", "risk:risk")
    semester_option(risk)
    risk.add_argument("--cell", type=values.positive, metavar="METRI", help="lato della cella")
    output_option(risk, ".tif", ".geojson", what="griglia da scrivere", required=False)
    json_option(risk)


def _overlap(commands: Any) -> None:
    seen = command(
        commands,
        "overlap",
        "Dice quali telecamere si sovrappongono, a chi, e quanto vedono da sole.",
        "sites:overlap",
    )
    purpose_option(seen, required=True)
    json_option(seen)
    output_option(seen, ".geojson", what="mappa della molteplicità da scrivere", required=False)


def _site(commands: Any) -> None:
    sites = command(commands, "site", "Propone dove mettere, spostare o togliere telecamere.", "sites:site")
    purpose_option(sites, required=True)
    sites.add_argument("--count", type=values.count, metavar="N", help="telecamere, al più")
    sites.add_argument("--budget", type=values.euro, metavar="EURO", help="spesa, al più")
    mode = sites.add_mutually_exclusive_group()
    mode.add_argument("--move", action="store_true", help="quali telecamere in servizio spostare, e dove")
    mode.add_argument("--remove", action="store_true", help="quali telecamere togliere perdendo di meno")
    sites.add_argument(
        "--any", action="store_true", help="con --move e --remove: non solo le telecamere ridondanti"
    )
    sites.add_argument(
        "--model",
        action="append",
        metavar="MODELLO",
        help="fra i modelli in elenco, anche più volte; con --move prende il posto della telecamera spostata",
    )
    sites.add_argument("--quick", action="store_true", help="solo la risposta immediata, non dimostrata")
    sites.add_argument(
        "--floor", type=values.share, metavar="QUOTA", help="copertura minima delle zone a rischio"
    )
    sites.add_argument(
        "--overlap-cap", type=values.share, metavar="QUOTA", help="sovrapposizione massima, da 0 a 1"
    )
    sites.add_argument(
        "--privacy",
        type=values.points,
        default=0.0,
        metavar="PUNTI",
        help="punti di rischio scoperto a cui si rinuncia per non riprendere 1.000 m² di suolo privato",
    )
    sites.add_argument("--seconds", type=values.positive, default=60.0, metavar="S", help="tempo, al più")
    json_option(sites)
    output_option(sites, ".geojson", required=False)


def _proposal_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--proposal", required=True, metavar="ID", help="codice o identificativo del progetto"
    )
