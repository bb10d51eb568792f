"""The registers of points and the risk of the cells in the layers card."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.canvas.painters.points import SYMBOLS
from app.jobs import Jobs
from app.layers.legend import Look, entries
from app.layers.looks import Looks
from app.layers.model import MapModel
from app.layers.risk import RISK_CELLS
from app.look.risk_tones import CELL_BREAKS
from app.look.swatches import point_swatch
from app.look.theme import DARK, LIGHT
from app.panels.layers import Kind
from app.session import Session
from maps.balance.risk_cells import RiskGrid
from maps.project import Project

X0, Y0 = 580_000.0, 4_998_000.0


@pytest.fixture
def town(tmp_path: Path) -> Path:
    from maps.store import ProjectFile

    path = tmp_path / "celle.gpkg"
    area = shapely.box(X0, Y0, X0 + 600, Y0 + 600)
    with (
        ProjectFile.create(path, name="Celle", epsg=7791, area=area, user="test") as file,
        file.edit("Prova") as edit,
    ):
        edit.insert("offence", [offence(100 + 5 * n, 150) for n in range(12)])
        edit.insert("report", [{"geometry": shapely.Point(X0 + 300, Y0 + 300)}, {"category": None}])
        edit.insert("dump_site", [{"geometry": shapely.Point(X0 + 400, Y0 + 200)}])
    return path


def offence(x: float, y: float) -> dict:
    return {
        "category": "theft",
        "start_at": dt.datetime(2026, 3, 1, 12, 0),
        "geometry": shapely.Point(X0 + x, Y0 + y),
    }


@pytest.fixture
def rig(qapp: QApplication, qtbot: QtBot, town: Path) -> Iterator[SimpleNamespace]:
    jobs = Jobs()
    session = Session(jobs)
    looks = Looks(session)
    model = MapModel(session, looks=looks)
    made = SimpleNamespace(jobs=jobs, session=session, looks=looks, model=model, qtbot=qtbot)
    session.adopt(Project.open(town))
    made.settle = lambda: qtbot.waitUntil(lambda: RISK_CELLS in names(made) and not jobs.busy, timeout=60_000)
    made.settle()
    yield made
    session.close()
    jobs.stop()


def names(rig: SimpleNamespace) -> list[str]:
    return [painter.name for painter in rig.model.stack]


def card(rig: SimpleNamespace) -> list:
    painters = {painter.name: painter for painter in rig.model.stack}
    counts, looks = rig.session.file.counts(), rig.looks
    return entries(Look(painters, counts, looks.styles, looks.visible, LIGHT, 1.0, "eventi/km²"))


def test_reports_and_dumps_are_rows_with_a_count_hidden_at_first(rig: SimpleNamespace) -> None:
    rows = {each.key: each for each in card(rig) if each.kind is Kind.LAYER}
    assert (rows["report"].text, rows["report"].count) == ("Segnalazioni", 2)
    assert (rows["dump_site"].text, rows["dump_site"].count) == ("Discariche abusive", 1)
    assert not any(rows[key].visible for key in ("report", "dump_site", RISK_CELLS))
    painter = rig.model.painter("report")
    assert painter.bounds is not None and np.isfinite(painter.bounds).all()  # one has no position


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_register_of_points_has_its_own_sample(qapp: QApplication, theme: object) -> None:
    drawn = {bytes(point_swatch(each, theme, 2.0).toImage().constBits()) for each in SYMBOLS.values()}
    assert len(drawn) == len(SYMBOLS) == 4


def test_the_risk_of_the_cells_is_computed_when_its_row_is_shown(rig: SimpleNamespace) -> None:
    assert rig.model.results.get(RISK_CELLS) is None and not rig.model.painter(RISK_CELLS).shapes
    rig.looks.set_visible(RISK_CELLS, True)
    rig.settle()
    grid = rig.model.results[RISK_CELLS]
    assert "offences" in grid.weights and rig.model.painter(RISK_CELLS).shapes
    [told] = [each for each in card(rig) if each.kind is Kind.LEGEND and "rischio" in each.text]
    assert told.text == "rischio, da 0 a 100"
    assert [text for _colour, text in told.legend] == ["0", "20", "40", "60", "80"]


def test_it_follows_the_registers_while_shown_and_forgets_when_hidden(rig: SimpleNamespace) -> None:
    rig.looks.set_visible(RISK_CELLS, True)
    rig.settle()
    first = rig.model.results[RISK_CELLS]
    with rig.session.edit("Prova") as edit:
        edit.insert("offence", [offence(500, 500) for _ in range(40)])
    rig.settle()
    second = rig.model.results[RISK_CELLS]
    place = [X0 + 500], [Y0 + 500]
    assert second is not first and second.at(*place) > first.at(*place)
    rig.looks.set_visible(RISK_CELLS, False)
    with rig.session.edit("Prova") as edit:
        edit.insert("dump_site", [{"geometry": shapely.Point(X0 + 50, Y0 + 550)}])
    rig.settle()
    assert rig.model.results.get(RISK_CELLS) is None and not rig.model.painter(RISK_CELLS).shapes
    rig.looks.set_visible(RISK_CELLS, True)
    rig.settle()
    third = rig.model.results[RISK_CELLS]
    assert third.at([X0 + 50], [Y0 + 550]) > second.at([X0 + 50], [Y0 + 550])


def test_without_data_the_row_stays_and_nothing_is_drawn(rig: SimpleNamespace) -> None:
    for layer in ("offence", "report", "dump_site"):
        with rig.session.edit("Prova") as edit:
            edit.delete(layer, rig.session.file.rows(layer, fields=()).fids.tolist())
    rig.looks.set_visible(RISK_CELLS, True)
    with rig.qtbot.waitSignal(rig.model.part_missing, check_params_cb=lambda part, _e: part == RISK_CELLS):
        rig.model.refresh({RISK_CELLS})
    assert not rig.model.painter(RISK_CELLS).shapes


def test_classes_cover_the_area_once_and_hold_what_the_cells_say() -> None:
    area = shapely.box(0, 0, 400, 400).difference(shapely.box(250, 250, 400, 400))
    x, y = np.meshgrid(np.arange(25, 400, 50), np.arange(25, 400, 50))
    values = np.where(shapely.contains_xy(area, x, y), x / 4, np.nan)
    grid = RiskGrid(values, {}, {"offences": 1.0}, (), 0.0, 0.0, 50.0, 150.0)
    found = grid.contours(CELL_BREAKS, area)
    assert found.geometry.area.sum() == pytest.approx(area.area, rel=1e-6)
    for row in found.itertuples():
        inside = values[shapely.contains_xy(row.geometry.buffer(-1), x, y)]
        assert ((inside >= row.lower - 0.01) & (inside <= row.upper + 0.01)).all()
