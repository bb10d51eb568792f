"""The widgets of the review: scale of the differences, columns that give way, form, empty place."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy, QTest

from app.canvas.painters.ground import LandPainter
from app.look.theme import DARK, LIGHT
from app.panels.review import ChangeDraft, Empty, History, ReviewPage, Told, ZoneLine
from app.panels.review.delegate import CHIPS, OUTCOME, PLOT, axis_of
from app.panels.review.table import INTERVAL


def line(fid: int, gap: float, reach: float, kind: str = "chance") -> ZoneLine:
    texts = (f"Zona {fid}", "10", "12", f"{gap:+.0f}", "da a", "Compatibile con il caso", "3")
    return ZoneLine(fid, *texts, gap, gap - reach, gap + reach, kind, f"Zona {fid} in parole")


def told(*rows: ZoneLine) -> Told:
    return Told(
        "Titolo",
        "Nota",
        ("Semestre 2025-1", "10 eventi"),
        ("Semestre 2026-1", "12 eventi"),
        ("2025-1", "2026-1"),
        rows,
    )


@pytest.fixture
def page(qtbot):
    made = ReviewPage()
    made.resize(1500, 900)
    qtbot.addWidget(made)
    made.set_theme(LIGHT)
    made.show_told(told(line(7, 80, 40, "rise"), line(3, -5, 20)))
    made.show()
    yield made
    made.maps.stop()


@pytest.mark.parametrize("rows", [[(80, 40)], [(-29, 44), (79, 55)], [(0, 0.4)], []])
def test_the_scale_holds_every_interval_and_nought(rows) -> None:
    low, high = axis_of([line(n, gap, reach) for n, (gap, reach) in enumerate(rows)])
    ends = [end for gap, reach in rows for end in (gap - reach, gap + reach)] + [-1.0, 1.0]
    assert low <= 0 < high
    assert all(low <= gap - reach and gap + reach <= high for gap, reach in rows)
    assert high - low <= 2.5 * (max(ends) - min(ends))  # and wastes no room


def test_a_row_has_its_whisker_in_the_colour_of_its_outcome(page) -> None:
    picture, table = page.table.viewport().grab().toImage(), page.table
    for place, kind in enumerate(("rise", "chance")):
        cell = table.visualRect(table.zones.index(place, PLOT))
        ink = QColor(getattr(LIGHT, CHIPS[kind][1]))
        rows = range(
            cell.center().y() - 1, cell.center().y() + 2
        )  # the line may lie between two rows of pixels
        found = [picture.pixelColor(x, y) == ink for x in range(cell.left(), cell.right()) for y in rows]
        assert sum(found) > 20


def test_the_keyboard_chooses_a_zone(page) -> None:
    spy = QSignalSpy(page.zone_chosen)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert [spy.at(n)[0] for n in range(spy.count())] in ([7, 3], [3])
    before = spy.count()
    page.table.select_zone(7)  # by the program: nobody is told
    assert spy.count() == before and page.table.chosen == 7


def test_columns_give_way_where_there_is_no_room(page) -> None:
    assert not page.table.isColumnHidden(INTERVAL) and not page.table.isColumnHidden(PLOT)
    page.resize(1024, 700)
    assert page.table.isColumnHidden(INTERVAL)
    header = page.table.horizontalHeader()
    assert header.length() <= page.table.viewport().width() + 1
    assert not page.table.isColumnHidden(OUTCOME)


def test_the_form_asks_for_a_reason(page) -> None:
    page.form.set_reasons([("offences", "Delittuosità"), ("complaints", "Esposti")])
    spy = QSignalSpy(page.change_given)
    page.open_form()
    page.form.begin(ChangeDraft("Zona 7", 4, 5))
    QTest.mouseClick(page.form.save, Qt.MouseButton.LeftButton)
    assert spy.count() == 0 and page.form._missing.isVisible()
    page.form.reason.setCurrentIndex(1)
    page.form.text.setText("  perché  ")
    QTest.keyClick(page.form.text, Qt.Key.Key_Return)
    (given,) = spy.at(0)
    assert (given["previous_class"], given["risk_class"], given["change_reason"]) == (4, 5, "offences")
    assert given["reason_text"] == "perché" and given["proposed_by"] is None


def test_a_note_leaves_the_class(page) -> None:
    page.form.set_reasons([("offences", "Delittuosità")])
    spy = QSignalSpy(page.change_given)
    page.open_form()
    page.form.begin(ChangeDraft("Zona 7", 4, 5, "offences", note_only=True))
    assert not page.form.proposed.isVisible()
    QTest.mouseClick(page.form.save, Qt.MouseButton.LeftButton)
    assert spy.at(0)[0]["risk_class"] == 4
    QTest.keyClick(page.form, Qt.Key.Key_Escape)
    assert not page.form.isVisible()


def test_an_empty_place_says_one_sentence_and_one_action(page) -> None:
    spy = QSignalSpy(page.help_wanted)
    page.show_empty(Empty("Nessun evento.", "Importa un file…", "import"))
    assert page.is_empty and page._sentence.isVisible()
    QTest.mouseClick(page.help, Qt.MouseButton.LeftButton)
    assert spy.at(0) == ["import"]
    page.show_empty(Empty("Nulla."))
    assert not page.help.isVisible()


def test_the_chart_says_its_numbers_and_draws_one_point_alone(page) -> None:
    history = History("Zona 7, primi semestri", "", ["2026-1"], [7], [2.8], [14.4], None, "", "rise")
    page.show_zone(7, history, "riga")
    assert "2026-1: 7" in page.chart.accessibleName()
    picture = page.chart.grab().toImage()
    ink = QColor(LIGHT.wa)
    assert any(
        picture.pixelColor(x, y) == ink for x in range(0, picture.width(), 2) for y in range(picture.height())
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_both_maps_show_the_same_ground(page, qtbot, theme) -> None:
    page.set_theme(theme)
    page.maps.set_stacks([LandPainter()], [LandPainter()])
    left, right = page.maps.canvases
    left.animated = right.animated = False
    page.maps.fit((0.0, 0.0, 4000.0, 3000.0))
    assert left.view.metres_per_px == right.view.metres_per_px
    left.set_view(left.view.panned(50, 20))
    assert right.view.center_x == pytest.approx(left.view.center_x, abs=left.view.metres_per_px)
    right.zoom_by(2.0, QPointF(10, 10))
    assert left.view.metres_per_px == right.view.metres_per_px
    qtbot.waitUntil(lambda: page.maps.up_to_date, timeout=20_000)


def test_the_maps_stay_fitted_until_the_hand_moves_them(page) -> None:
    page.maps.fit((0.0, 0.0, 4000.0, 3000.0))
    before = page.maps.left.target_view.metres_per_px
    page.resize(1100, 700)
    fitted = page.maps.left.target_view.metres_per_px
    assert fitted > before
    page.maps.left.set_view(page.maps.left.view.zoomed(3.0))
    chosen = page.maps.left.target_view.metres_per_px
    page.resize(1500, 900)
    assert page.maps.left.target_view.metres_per_px == chosen


def test_before_the_first_comparison_no_button_without_words_is_shown(qtbot) -> None:
    page = ReviewPage()
    qtbot.addWidget(page)
    page.show()
    assert page.is_empty and not page.help.isVisible()
    page.show_empty(Empty("Niente da confrontare.", "Importa un file…", "import"))
    assert page.help.isVisible()
