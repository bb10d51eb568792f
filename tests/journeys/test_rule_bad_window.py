"""Poor data in the window: the balance panel says each lack with what it means, and shows no figure in its place."""

import re
from typing import Any

import pytest
import shapely
from hands import settle
from PySide6.QtWidgets import QLabel

from app.panels.balance import SiteRequest
from app.panels.topbar import Place
from maps.rule.proposals import Operation, OperationKind, operations_text

X0, Y0 = 580_000.0, 4_998_000.0
P = "urban_safety"


@pytest.fixture
def balance(window: Any, qtbot: Any) -> Any:
    window.go_to(Place.BALANCE)
    settle(qtbot, window)
    return window


def fids(window: Any, layer: str) -> list[int]:
    found: list[int] = window.session.file.rows(layer, fields=()).fids.tolist()
    return found


def without(layer: str, first: int = 0) -> Any:
    return lambda window, edit: edit.delete(layer, fids(window, layer)[first:])


def zone(*bounds: float) -> Any:
    shape = shapely.MultiPolygon([shapely.box(*bounds)])
    return lambda window, edit: edit.update(
        "analysis_zone", fids(window, "analysis_zone")[0], {"geometry": shape}
    )


def cameras(**values: Any) -> Any:
    return lambda window, edit: edit.update_many("camera", [(fid, values) for fid in fids(window, "camera")])


def criteria(**values: Any) -> Any:
    def change(window: Any, _edit: Any) -> None:
        kept = {**window.session.project.criteria.to_json(), **values}
        window.session.file.set_setting("criteria", kept)
        window.model.refresh({"balance"})

    return change


OTHER_RULES = {"public_order": {"px_per_m": 125.0, "detail_class": "recognise", "directional": False}}
CASES = {
    "zones that overlap": (zone(X0, Y0, X0 + 700, Y0 + 500), "contano due volte"),
    "holes between zones": (zone(X0, Y0, X0 + 300, Y0 + 500), "non entra né nel rischio né nella copertura"),
    "zones without risk": (None, "il quoziente lì non si calcola"),
    "one zone": (without("analysis_zone", 1), "una sola zona"),
    "no zones": (without("analysis_zone"), "Nessuna zona di analisi"),
    "no offences": (without("offence"), "non si può calcolare"),
    "an empty register": (without("camera"), "Il censimento è vuoto"),
    "no purpose declared": (cameras(purposes=None), "non dichiarano la finalità"),
    "weights that sum to nought": (
        criteria(risk_weights={"offences": 0.0}),
        "pesi del rischio sono tutti nulli",
    ),
    "a profile that lacks a purpose": (criteria(purposes=OTHER_RULES), "non prevede «sicurezza urbana»"),
}


@pytest.mark.parametrize("case", list(CASES))
def test_the_panel_says_what_a_lack_means(balance: Any, qtbot: Any, case: str) -> None:
    change, sentence = CASES[case]
    if change is not None:
        with balance.session.edit("Guasto") as edit:
            change(balance, edit)
        settle(qtbot, balance)
    page = balance.balance.page
    shown = [each.text() for each in page.findChildren(QLabel) if each.isVisibleTo(page)]
    told = "\n".join(shown)
    assert sentence in told, told
    assert not re.search(r"\bnan\b|None", told)
    if "non si può calcolare" in page.headline.text():
        assert not page.hoover.isVisible() and not page.lorenz.isVisible() and not page.cards


def sentence_of(window: Any) -> str:
    return str(window.balance.projects.cards[0].told.sentence)


def test_a_project_of_cameras_that_are_gone_says_so(balance: Any, qtbot: Any) -> None:
    """One of two cameras is gone: the other is judged and the lack is told; both gone, nothing is judged."""
    rows = balance.session.file.rows("camera", fields=["uid"])
    moves = [Operation(OperationKind.MOVE, uid, X0 + 100, Y0 + 110, {}) for uid in rows.columns["uid"][:2]]
    record = {"uid": "g-1", "code": "PR-01", "purposes": [P], "operations": operations_text(moves)}
    with balance.session.edit("Prova") as edit:
        edit.insert("proposal", [record])
        edit.delete("camera", [int(rows.fids[0])])
    settle(qtbot, balance)
    balance.balance.show_page("projects")
    settle(qtbot, balance)
    assert "Una telecamera indicata dal progetto non è più nel censimento" in sentence_of(balance)
    with balance.session.edit("Prova") as edit:
        edit.delete("camera", [int(rows.fids[1])])
    settle(qtbot, balance)
    assert "telecamere del censimento su cui il progetto interviene" in sentence_of(balance)


def test_a_budget_that_buys_nothing_says_so(balance: Any, qtbot: Any) -> None:
    balance.balance.show_page("sites")
    kinds = ("8 MP, 5 mm",)
    for what in ("new", "move", "remove"):
        balance.siting.search(SiteRequest(P, "all", 2, 1.0, kinds if what == "new" else (), what=what))
        settle(qtbot, balance)
        page = balance.balance.sites
        assert not page.cards and "spesa" in page.told.text(), (what, page.told.text())


def test_a_project_without_offences_says_why_and_offers_no_figures(balance, qtbot) -> None:
    fids = balance.session.file.rows("offence", fields=()).fids.tolist()
    with balance.session.edit("Prova") as edit:
        edit.delete("offence", fids)
    settle(qtbot, balance)
    page = balance.balance.page
    assert "non si può calcolare" in page.headline.text()
    assert not page.hoover.isVisible() and not page.bars.isVisible() and not page.cards
    assert shapely.area(balance.session.file.area()) > 0
