"""The criteria dialog: an approved version is only read, a new one is edited, versions are compared."""

import json
from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.dialogs.criteria import CriteriaDialog
from app.jobs import Jobs
from app.session import Session
from maps.criteria_versions import in_use, set_values, versions
from maps.project import Project


@pytest.fixture
def session(tmp_path: Path, qapp: object):
    area = shapely.MultiPolygon([shapely.box(580_000, 4_998_000, 581_000, 4_999_000)])
    session = Session(Jobs())
    session.adopt(Project.create(tmp_path / "p.gpkg", name="Prova", epsg=7791, area=area))
    yield session
    session.close()


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> CriteriaDialog:
    dialog = CriteriaDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_what_is_written_is_kept(dialog: CriteriaDialog, session: Session) -> None:
    before = session.project.criteria
    dialog._boxes["coverage_threshold"][0].setValue(12.0)
    dialog.risk.weights["dumps"].setValue(20.0)
    dialog.risk.lists["codecs"].setText("H.265, H.264")
    dialog.risk.numbers["least_fps"].setValue(0.0)
    dialog.risk.flags["records"].setChecked(False)
    dialog.accept()
    found = session.project.criteria
    assert found.coverage_threshold == pytest.approx(0.12)
    assert found.risk_weights == {**before.risk_weights, "dumps": 0.2}
    assert found.technical.codecs == ("H.265", "H.264") and found.technical.least_fps is None
    assert found.technical.records is None and found.technical.onvif == before.technical.onvif


def test_the_reading_of_plates_is_edited_and_its_meaning_told(session: Session, qtbot: QtBot) -> None:
    dialog = CriteriaDialog(session, page="plates")
    qtbot.addWidget(dialog)
    dialog.show()
    page = dialog.plates
    assert page.isVisible() and dialog.tabs[2].isChecked()
    assert (
        page.boxes["front_m"][0].text() == "360\u00a0mm" and page.boxes["horizontal_deg"][0].text() == "30°"
    )
    assert "361\u00a0px/m per la targa anteriore" in page.meaning.text()
    page.boxes["plate_px"][0].setValue(100)
    page.boxes["blur_m"][0].setValue(50)
    assert "278\u00a0px/m per la targa anteriore e 192" in page.meaning.text()
    assert "1/500 s a 90\u00a0km/h" in page.meaning.text()
    dialog.accept()
    plates = session.project.criteria.plates
    assert (plates.plate_px, plates.blur_m, plates.front_m, plates.frames) == (100.0, 0.05, 0.36, 3)
    session.file.undo()
    assert session.project.criteria.plates == type(plates)()


def test_nothing_touched_changes_nothing(dialog: CriteriaDialog, session: Session) -> None:
    before = session.project.criteria
    dialog.accept()
    assert session.project.criteria == before


def test_an_approved_version_is_read_and_a_copy_of_it_edited(
    dialog: CriteriaDialog, session: Session
) -> None:
    page = dialog.versions
    page.day.setDate(QDate(2026, 3, 2))
    page.act.setText("verbale n. 3")
    page.confirm.click()
    assert in_use(session.project).act == "verbale n. 3"
    assert not dialog._do.isEnabled() and not dialog._holders[0].isEnabled()
    assert "non si modifica" in dialog.note.text()
    page.name.setText("2026.2")
    page.make.click()
    assert dialog._do.isEnabled() and [each.name for each in versions(session.project)] == ["1", "2026.2"]
    dialog._boxes["coverage_threshold"][0].setValue(12.0)
    dialog.accept()
    assert in_use(session.project).criteria.coverage_threshold == pytest.approx(0.12)


def test_a_version_is_compared_with_the_one_in_use_and_chosen(
    dialog: CriteriaDialog, session: Session
) -> None:
    page = dialog.versions
    page.name.setText("2")
    page.make.click()
    set_values(session.project, {"overlap_threshold": 0.5})
    page.fill()
    page.list.setCurrentRow(0)
    assert "Sovrapposizione oltre il: da 50,0" in page.text.toPlainText()
    page.choose.click()
    assert in_use(session.project).name == "1"
    page.name.setText("2")
    page.make.click()
    assert dialog._sentence.text() != ""


def test_out_and_in(
    dialog: CriteriaDialog, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dialog.versions.save.click()
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**told, "name": "provincia"}), encoding="utf-8")
    dialog.versions.load.click()
    assert [each.name for each in versions(session.project)] == ["1", "provincia"]
    path.write_text("{", encoding="utf-8")
    dialog.versions.load.click()
    assert "non si legge" in dialog._sentence.text()
