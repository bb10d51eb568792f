"""The rule in the window: chance, findings to the meeting, census and project, siting, dossier."""

from typing import Any

import pytest
from hands import settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.panels.balance import SiteRequest
from app.panels.topbar import Place
from app.session import Selection
from maps.rule.proposals import Operation, OperationKind, operations_text
from maps.views.filters import Comparison, Condition, Filter
from maps.views.scenes import read_scenes

LEFT = Qt.MouseButton.LeftButton
X0, Y0 = 580_000.0, 4_998_000.0


def uids(window) -> dict[str, str]:
    rows = window.session.file.rows("camera", fields=["uid", "code"])
    return dict(zip(rows.columns["code"], rows.columns["uid"], strict=True))


def add_proposal(window, qtbot) -> str:
    """Three of the crowd of Duomo would go to Fornaci."""
    known = uids(window)
    moves = [
        Operation(OperationKind.MOVE, known[f"TC-00{n}"], X0 + 100 * n, Y0 + 110, {"azimuth_deg": azimuth})
        for n, azimuth in ((1, 0.0), (2, 0.0), (3, 5.0))
    ]
    record = {
        "uid": "progetto-1",
        "code": "PR-01",
        "name": "Tre telecamere alle Fornaci",
        "purposes": ["urban_safety"],
        "project_state": "idea",
        "operations": operations_text(moves),
    }
    with window.session.edit("Prova") as edit:
        edit.insert("proposal", [record])
    qtbot.waitUntil(lambda: bool(window.scenarios.proposals), timeout=60_000)
    settle(qtbot, window)
    return "progetto-1"


@pytest.fixture
def balance(window, qtbot) -> Any:
    window.go_to(Place.BALANCE)
    settle(qtbot, window)
    return window


def chance_is_told(balance, qtbot) -> None:
    page = balance.balance.page
    figures = page.hoover.figures
    assert figures.null is not None and figures.interval is not None and figures.band is not None
    assert figures.null[0] <= figures.null[1] < figures.hoover
    assert "p " in page.chance.text() and "Intervallo" in page.chance.text()
    assert "crescono dove ci sono telecamere" in page.warning.text()
    rows = {zone.name: zone for zone in page.table.zones.rows}
    assert 0 <= rows["Fornaci"].top <= 1
    assert sum(zone.surplus for zone in rows.values()) == 0
    assert sum(max(zone.surplus, 0) for zone in rows.values()) == balance.balance_view.facts.to_relocate


def chance_is_not_assessed_twice(balance, qtbot) -> None:
    kept = dict(balance.balance_view._chance)
    balance.balance_view.show()
    settle(qtbot, balance)
    assert dict(balance.balance_view._chance) == kept and len(kept) == 1


def legend_and_zones_lead_to_each_other(balance, qtbot) -> None:
    fornaci = next(zone for zone in balance.balance.page.table.zones.rows if zone.name == "Fornaci")
    cell = balance.balance_view._classes[fornaci.fid]
    assert balance.legend.grid.counts[cell] >= 1
    box = balance.legend.grid.cell_box(*cell).center().toPoint()
    qtbot.mouseClick(balance.legend.grid, LEFT, pos=box)
    assert fornaci.fid in balance.canvas.selection["analysis_zone"]
    balance.legend.mark(None)
    balance.balance.page.zone_chosen.emit(fornaci.fid)
    assert balance.legend.grid.marked == cell
    assert balance.session.selection.fid == fornaci.fid


def a_finding_goes_to_the_meeting_and_back(balance, qtbot) -> None:
    card = balance.balance.findings()[0]
    assert "decile più a rischio" in card.finding.certainty
    qtbot.mouseClick(card.meeting, LEFT)
    settle(qtbot, balance)
    scenes = read_scenes(balance.session.file)
    assert [scene.name for scene in scenes] == ["Città", "Fornaci e Duomo"]
    assert scenes[1].title == "Fornaci in carenza, Duomo in sovrapposizione"
    assert len(scenes[1].zones) == 2 and scenes[1].sentence == card.finding.sentence
    balance.meeting.take(card.finding)
    settle(qtbot, balance)
    assert len(read_scenes(balance.session.file)) == 2, "the same pair is brought up to date, not added"
    balance.session.file.undo()
    balance.session.file.undo()
    assert read_scenes(balance.session.file) == []


def the_project_lies_over_the_census(balance, qtbot) -> None:
    uid = balance.scenarios.proposals[0].uid
    assert balance.balance.scenario.isVisible()
    qtbot.mouseClick(balance.balance.scenario.project, LEFT)
    settle(qtbot, balance)
    wipe, scenarios = balance.scenarios.wipe, balance.scenarios
    assert scenarios.shown == uid and wipe.active
    now, then = balance.model.painter("camera"), wipe.after.painter("camera")
    moved = [
        fid for fid in now.fids if now.geometries[now.position[fid]] != then.geometries[then.position[fid]]
    ]
    assert len(moved) == 3
    assert wipe.after.painter("road") is balance.model.painter("road"), "what does not change is shared"
    page = balance.balance.page
    assert page.hoover.figures.after < page.hoover.figures.hoover
    assert "Con il progetto PR-01 scender" in page.context.text()
    assert scenarios._effect().tone == "good" and len(scenarios._effect().lines) == 3
    qtbot.mouseClick(balance.balance.scenario.census, LEFT)
    settle(qtbot, balance)
    assert not wipe.active and page.hoover.figures.after is None


def the_far_side_follows_the_filters(balance, qtbot) -> None:
    """A filter of the cameras holds on both sides of the line."""
    scenarios = balance.scenarios
    scenarios.show(scenarios.proposals[0].uid)
    settle(qtbot, balance)
    only = Condition("code", Comparison.IS, ("TC-002", "TC-003", "TC-008"))
    balance.looks.set_filter("camera", Filter((only,)))
    settle(qtbot, balance)
    now, then = balance.model.painter("camera"), scenarios.wipe.after.painter("camera")
    assert sorted(then.fids.tolist()) == sorted(now.fids.tolist()) and len(then.fids) == 3
    balance.looks.set_filter("camera", Filter())
    scenarios.show("")
    settle(qtbot, balance)


def the_line_moves_and_the_far_side_follows(balance, qtbot) -> None:
    balance.scenarios.show(balance.scenarios.proposals[0].uid)
    settle(qtbot, balance)
    wipe = balance.scenarios.wipe
    start = wipe.share
    qtbot.keyClick(wipe.handle, Qt.Key.Key_Right)
    assert wipe.share == pytest.approx(start + 0.02)
    qtbot.keyClick(wipe.handle, Qt.Key.Key_Home)
    assert wipe.share == 0.0 and wipe.after.mask().boundingRect().width() == balance.canvas.width()
    qtbot.keyClick(wipe.handle, Qt.Key.Key_End)
    assert wipe.share == 1.0
    wipe.handle.dragged.emit(balance.canvas.width() * 0.25)
    assert wipe.share == pytest.approx(0.25)
    assert wipe.after.mask().boundingRect().left() == round(balance.canvas.width() * 0.25)
    balance.canvas.zoom_by(2.0)
    settle(qtbot, balance)
    assert wipe.after.view == balance.canvas.view
    balance.resize(1400, 800)
    settle(qtbot, balance)
    assert wipe.after.geometry() == balance.canvas.geometry()


def the_project_moves_along_its_life_cycle(balance, qtbot) -> None:
    balance.scenarios.show("")
    balance.balance.show_page("projects")
    settle(qtbot, balance)
    page = balance.balance.projects
    assert "migliora" in page.headline.text()
    card = page.cards[0]
    assert card.told.word == "migliora" and card.told.checks
    card.state.setCurrentIndex(card.state.findData("cposp"))
    card.state.activated.emit(card.state.currentIndex())
    settle(qtbot, balance)
    fid = card.told.fid
    kept = balance.session.file.record("proposal", fid)
    assert kept["project_state"] == "cposp" and kept["delta_hoover"] < 0, "the judgement goes with the state"
    assert page.cards[0].told.state == "cposp"
    balance.session.file.undo()
    settle(qtbot, balance)
    assert page.cards[0].told.state == "idea"
    balance.session.select(Selection("proposal", fid))
    settle(qtbot, balance)
    told = [each.text() for each in balance.inspector.findChildren(QLabel)]
    assert any(text.startswith("Variazioni calcolate") for text in told), (
        "computed, whatever the record holds"
    )
    balance.session.select(None)
    page.cards[0].record.click()
    settle(qtbot, balance)
    kept = balance.session.file.record("proposal", fid)
    assert (kept["delta_hoover"] < 0 and kept["check_cap"] is not None) or kept["check_pact"] is None
    assert "registrato" in balance.message.sentence.text()


def the_form_tells_the_interventions(balance, qtbot) -> None:
    """In words, camera by camera, never as the project keeps them; a click flies to the camera."""
    proposal = balance.scenarios.proposals[0]
    balance.go_to(Place.MAP)
    balance.session.select(Selection("proposal", proposal.fid))
    settle(qtbot, balance)
    shown = " ".join(each.text() for each in balance.inspector.findChildren(QLabel))
    assert "Sulle telecamere (3)" in shown and "da dove sta" in shown and "0° → 5°" in shown
    assert "operations" not in balance.inspector._form.boxes and "{" not in shown
    link = next(
        each
        for each in balance.inspector.findChildren(QPushButton)
        if each.text().startswith("TC-001 · Spostamento")
    )
    qtbot.mouseClick(link, LEFT)
    settle(qtbot, balance)
    assert balance.session.selection.layer == "camera"
    balance.session.select(None)
    balance.go_to(Place.BALANCE)
    settle(qtbot, balance)


def a_project_without_cameras_says_so(balance, qtbot) -> None:
    text = operations_text([Operation(OperationKind.REMOVE, "camera-che-non-esiste")])
    with balance.session.edit("Prova") as edit:
        edit.insert("proposal", [{"uid": "vuoto", "code": "PR-09", "name": "Vuoto", "operations": text}])
    settle(qtbot, balance)
    balance.balance.show_page("projects")
    settle(qtbot, balance)
    assert balance.scenarios.why_not("vuoto")
    card = next(card for card in balance.balance.projects.cards if card.told.uid == "vuoto")
    assert card.told.sentence == balance.scenarios.why_not("vuoto")
    balance.scenarios.show("vuoto")
    settle(qtbot, balance)
    assert balance.scenarios.shown == "" and not balance.scenarios.wipe.active


def sites_are_proposed_and_saved(balance, qtbot) -> None:
    balance.balance.show_page("sites")
    page = balance.balance.sites
    page.count.setValue(3)
    assert page.where.currentData() == "lacking"
    qtbot.mouseClick(page.search, LEFT)
    settle(qtbot, balance)
    assert 1 <= len(page.cards) <= 3 and "Fornaci" in page.cards[0].line.title
    assert "direzione" in page.cards[0].line.why and "pose possibili" in page.proof.text()
    assert balance.siting.answer.solution.status.value in ("optimal", "within_gap")
    before = balance.session.file.counts()
    sites = len(page.cards)
    qtbot.mouseClick(page.save, LEFT)
    settle(qtbot, balance)
    after = balance.session.file.counts()
    assert (after["proposal"], after["camera"]) == (before.get("proposal", 0) + 1, before["camera"] + sites)
    assert balance.scenarios.proposal(balance.scenarios.shown).code == "PR-01"
    assert balance.scenarios.wipe.active and balance.balance.on_page("projects")
    assert balance.balance.projects.cards[0].told.word == "migliora"
    balance.session.file.undo()
    settle(qtbot, balance)
    assert balance.session.file.counts()["camera"] == before["camera"]
    assert not balance.scenarios.proposals and not balance.scenarios.wipe.active


def a_stopped_search_keeps_the_answer_at_once(balance, qtbot, monkeypatch) -> None:
    import time

    from app.balance import siting

    def endless(_project: Any, _answer: Any, watch: Any, progress: Any) -> Any:
        watch(1.0, 2.0)
        while True:
            time.sleep(0.01)
            progress(0.5)

    monkeypatch.setattr(siting, "proved", endless)
    balance.balance.show_page("sites")
    request = SiteRequest("urban_safety", "all", 2, None, ("8 MP, 5 mm",))
    balance.siting.search(request)
    page = balance.balance.sites
    qtbot.waitUntil(lambda: bool(page.cards) and page.gap.gap == 0.5, timeout=60_000)
    assert page.stop.isVisible() and not page.search.isEnabled()
    start = time.monotonic()
    qtbot.mouseClick(page.stop, LEFT)
    qtbot.waitUntil(lambda: not balance.siting.searching, timeout=5_000)
    assert time.monotonic() - start < 0.5
    assert page.cards and page.save.isEnabled() and "non dimostrata" in page.proof.text()


def limits_that_cannot_be_met_are_told(balance, qtbot) -> None:
    balance.balance.show_page("sites")
    balance.siting.search(SiteRequest("urban_safety", "all", 1, 1.0, ("8 MP, 5 mm",)))
    settle(qtbot, balance)
    page = balance.balance.sites
    assert not page.cards and "spesa" in page.told.text()
    assert not page.save.isVisible() and page.search.isEnabled()


def the_dossier_is_written(balance, qtbot, tmp_path) -> None:
    uid = balance.scenarios.proposals[0].uid
    target = tmp_path / "dossier.pdf"
    balance.projects_view.write_dossier(uid, target)
    settle(qtbot, balance)
    assert target.read_bytes().startswith(b"%PDF") and target.with_suffix(".geojson").exists()
    assert "Esportato" in balance.message.sentence.text()


def a_finding_shows_its_overlap_on_the_map(balance, qtbot) -> None:
    """The ground that several cameras see and the spare ones are drawn until something else is looked at."""
    card = balance.balance.page.cards[0]
    balance.balance.finding_chosen.emit(card.finding)
    settle(qtbot, balance)
    drawn = balance.finding_map
    assert drawn.shown and drawn.depths.zone == "Duomo" and any(drawn.depths.rings)
    assert len(drawn.depths.spares) == len(card.finding.source.spares) > 0
    balance.canvas.repaint()
    balance.session.select(None)
    balance.session.select(Selection("analysis_zone", card.finding.shortage))
    settle(qtbot, balance)
    assert not drawn.shown
    balance.session.select(None)


def cameras_without_a_purpose_are_a_click_away(balance, qtbot) -> None:
    offer = balance.balance.page.undeclared
    assert offer.isHidden()
    rows = balance.session.file.rows("camera", fields=["code"])
    fid = dict(zip(rows.columns["code"], rows.fids, strict=True))["TC-008"]
    with balance.session.edit("Prova") as edit:
        edit.update("camera", fid, {"purposes": []})
    qtbot.waitUntil(lambda: not offer.isHidden(), timeout=60_000)
    assert offer.text() == "1 telecamera senza finalità: mostra in tabella"
    qtbot.mouseClick(offer, LEFT)
    shown = balance.tables.panel
    assert balance.tables.is_open and [each.field for each in shown.conditions] == ["purposes"]
    assert shown.model.fids().tolist() == [fid]
    balance.session.file.undo()
    balance.tables.close()
    qtbot.waitUntil(offer.isHidden, timeout=60_000)
    settle(qtbot, balance)


def test_the_balance_is_read_and_taken_to_the_meeting(balance, qtbot) -> None:
    chance_is_told(balance, qtbot)
    chance_is_not_assessed_twice(balance, qtbot)
    cameras_without_a_purpose_are_a_click_away(balance, qtbot)
    legend_and_zones_lead_to_each_other(balance, qtbot)
    a_finding_shows_its_overlap_on_the_map(balance, qtbot)
    a_finding_goes_to_the_meeting_and_back(balance, qtbot)


def test_a_project_is_compared_judged_and_printed(balance, qtbot, tmp_path) -> None:
    add_proposal(balance, qtbot)
    the_project_lies_over_the_census(balance, qtbot)
    the_far_side_follows_the_filters(balance, qtbot)
    the_line_moves_and_the_far_side_follows(balance, qtbot)
    the_form_tells_the_interventions(balance, qtbot)
    the_project_moves_along_its_life_cycle(balance, qtbot)
    a_project_without_cameras_says_so(balance, qtbot)
    the_dossier_is_written(balance, qtbot, tmp_path)


def redundant_cameras_are_moved_or_removed(balance, qtbot) -> None:
    balance.balance.show_page("sites")
    page = balance.balance.sites
    page.count.setValue(2)
    for what, word in (("move", "si spostano"), ("remove", "si tolgono")):
        page.what.setCurrentIndex(page.what.findData(what))
        page.what.activated.emit(page.what.currentIndex())
        assert not page.where.isEnabled() and not page.limits["cap"].isEnabled()
        assert page.limits["budget"].isEnabled() and page.renew.isVisibleTo(page) == (what == "move")
        assert not any(box.isVisibleTo(page) for box in page.kinds.values())
        qtbot.mouseClick(page.search, LEFT)
        settle(qtbot, balance)
        assert word in page.told.text() and len(page.cards) == 2, page.told.text()
        assert page.cards[0].line.title.startswith("TC-00")
        goes = [mark.gone for mark in balance.siting.answer.marks]
        assert goes == [what == "remove"] * 2
    qtbot.mouseClick(page.save, LEFT)
    settle(qtbot, balance)
    assert balance.balance.projects.cards[0].told.does.startswith("2 telecamere tolte")
    balance.session.file.undo()
    settle(qtbot, balance)
    page.what.setCurrentIndex(0)
    page.what.activated.emit(0)


def test_new_sites_are_looked_for_and_become_a_project(balance, qtbot, monkeypatch) -> None:
    limits_that_cannot_be_met_are_told(balance, qtbot)
    with monkeypatch.context() as patched:
        a_stopped_search_keeps_the_answer_at_once(balance, qtbot, patched)
    balance.siting.forget()
    redundant_cameras_are_moved_or_removed(balance, qtbot)
    sites_are_proposed_and_saved(balance, qtbot)
