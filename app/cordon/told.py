"""A cordon found, written in its panel."""

from itertools import groupby
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
    shown: list[Heading | GateLine] = []
    for state, same_state in groupby(in_order(found), lambda gate: gate_words.state_of(gate[1])):
        mine = list(same_state)
        shown.append(Heading(f"{gate_words.STATES[state]} ({numbers.integer(len(mine))})", state))
        for _kind, same_class in groupby(mine, lambda gate: gate[1]["road_class"]):
            same = list(same_class)
            shown.append(Heading(gate_words.group(same[0][1], len(same))))
            shown += [_line(found, key, state, row) for key, row in same]
    return shown


def in_order(found: Found) -> list[tuple[int, dict]]:
    """Return the gates with their keys: the open first, then heavy roads, the two directions of a gate together."""
    states = list(gate_words.STATES)

    def place(gate: tuple[int, dict]) -> tuple:
        key, row = gate
        at, weight, letter = found.marks[key], -row["weight"], found.letters[key]
        state = states.index(gate_words.state_of(row))
        return (
            *(state, weight, row["road_class"], gate_words.road_name(row), len(letter), letter),
            *(round(at.x), round(at.y), row["way"]),
        )

    return sorted(enumerate(found.rows), key=place)


def _line(found: Found, key: int, state: str, row: dict) -> GateLine:
    codes, letter = found.readers(row), found.letters[key]
    name, tip = gate_words.named(row, letter), gate_words.tip(row, codes, letter)
    return GateLine(key, state, name, gate_words.detail(row), gate_words.readers(codes), tip)
