"""A cordon found, written in its panel."""

from functools import partial
from typing import TYPE_CHECKING

from app.cordon.build import Found
from app.panels.gates.panel import Shares
from app.panels.gates.rows import GateLine, Heading
from app.speech import gates as gate_words, numbers

if TYPE_CHECKING:
    from app.panels.gates import GatesPanel


def show_found(panel: "GatesPanel", found: Found, current: int) -> None:
    """Show a cordon in its panel: the open gates first, by the weight of their road; `current` is the one chosen."""
    report = found.report
    if not len(report.gates):
        panel.show_result(*gate_words.NO_GATES, None)
        panel.show_missing("")
    else:
        shares = Shares(report.closed_share, report.declared_share)
        panel.show_result(gate_words.headline(report), gate_words.context(report), shares)
        if report.readers:
            panel.show_missing("")
        else:
            panel.show_missing(gate_words.NO_READERS, panel.tr("Apri la tabella delle telecamere"), "cameras")
    panel.show_gates(_entries(found), current)


def _entries(found: Found) -> list[Heading | GateLine]:
    """Return headings and gates."""
    rows = list(enumerate(found.report.gates.drop(columns="geometry").to_dict("records")))
    shown: list[Heading | GateLine] = []
    for state, title in gate_words.STATES.items():
        mine = [(key, row) for key, row in rows if gate_words.state_of(row) == state]
        if not mine:
            continue
        shown.append(Heading(f"{title} ({numbers.integer(len(mine))})", state))
        mine.sort(key=partial(_order, found))
        classes = list(dict.fromkeys(row["road_class"] for _key, row in mine))
        for kind in classes:
            same = [(key, row) for key, row in mine if row["road_class"] == kind]
            shown.append(Heading(gate_words.group(same[0][1], len(same))))
            shown += [_line(found, key, state, row) for key, row in same]
    return shown


def _order(found: Found, gate: tuple[int, dict]) -> tuple:
    """Return the place of a gate in its group: heavy roads first, the two directions of a gate together."""
    key, row = gate
    at = found.marks[key]
    return -row["weight"], gate_words.road_name(row), round(at.x), round(at.y), row["way"]


def _line(found: Found, key: int, state: str, row: dict) -> GateLine:
    codes = [found.codes[fid] for fid in row["cameras"]]
    name, detail = gate_words.road_name(row), gate_words.detail(row, codes)
    return GateLine(key, state, name, detail, gate_words.tip(row, codes))
