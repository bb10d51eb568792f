"""The charts, tables and cards of the balance panel by themselves."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter

from app.balance.facts import class_counts, surplus, zone_classes
from app.look.theme import DARK, LIGHT
from app.panels.balance import BivariateLegend, Figures, FindingText, PurposeLine, Told, ZoneLine
from app.panels.balance.bars import SurplusBars, signed
from app.panels.balance.chart import BAND
from app.panels.balance.charts import HooverBar, LorenzChart
from app.panels.balance.gap import GapBar
from app.panels.balance.page import PurposePage
from app.panels.balance.purposes import PurposeBars
from app.panels.balance.sites import SitesPage
from app.panels.balance.table import ZonesTable
from app.speech import words
from app.speech.balance import chance_sentence, with_project
from maps.balance.verdicts import Verdict

LEFT = Qt.MouseButton.LeftButton
ZONES = [
    ZoneLine(1, "Duomo", 40, 0.14, 0.47, "overlap", 13, 9, 0.0),
    ZoneLine(2, "Fornaci", 89, 0.002, 0.0, "shortage", -19, -11, 0.51),
    ZoneLine(3, "Lavatoi", None, None, None, "to_check", 6, 2, None),
    ZoneLine(4, "Stazione", 91, 0.07, 0.1, "balanced", 0, 0, 0.49),
]


def shown(qtbot, widget, width: int = 412, height: int = 0):
    qtbot.addWidget(widget)
    widget.resize(width, height or widget.height())
    widget.show()
    return widget.grab().toImage()


def facts(supply: list[float], risk: list[float], cameras: int, move: int | None) -> SimpleNamespace:
    table = pd.DataFrame({"supply_share": supply, "risk_share": risk})
    return SimpleNamespace(zones=table, cameras=cameras, to_relocate=move, hoover=0.3)


def test_the_grey_band_of_chance_lies_where_the_scale_says(qtbot) -> None:
    bar = HooverBar()
    bar.set_figures(Figures(0.42, None, (0.1, 0.2), (0.36, 0.48)))
    image = shown(qtbot, bar, 400)
    assert bar.top == 0.5
    assert image.pixelColor(120, 30) == QColor(BAND)
    assert image.pixelColor(260, 30) == QColor(LIGHT.ln)
    assert image.pixelColor(round(0.42 / 0.5 * 400), 38) == QColor(LIGHT.tx)
    assert "atteso per caso 0,10–0,20" in bar.accessibleName()


def test_an_index_beyond_one_half_takes_the_whole_scale(qtbot) -> None:
    bar = HooverBar()
    qtbot.addWidget(bar)
    bar.set_figures(Figures(0.62))
    assert bar.top == 1.0
    bar.set_figures(Figures(0.3, 0.2, None, (0.2, 0.55)))
    assert bar.top == 1.0, "the interval must be seen whole"


def test_the_band_of_the_curve_follows_the_theme(qtbot) -> None:
    chart = LorenzChart()
    x = np.linspace(0, 1, 11)
    chart.set_figures(Figures(0.4, lorenz=((0, 0), (0.5, 0.1), (1, 1)), band=(x, x * 0.6, x * 0.9)))
    light = shown(qtbot, chart, 412)
    inside = QPoint(58 + (412 - 74) * 6 // 10, round(8 + 164 * (1 - 0.45)))
    assert light.pixelColor(inside) != QColor(LIGHT.sf) and light.pixelColor(inside).lightness() > 180
    chart.set_theme(DARK)
    assert chart.grab().toImage().pixelColor(inside).lightness() < light.pixelColor(inside).lightness() - 30


def test_the_bars_run_from_what_lacks_to_what_is_too_much(qtbot) -> None:
    bars = SurplusBars()
    bars.set_rows(ZONES)
    shown(qtbot, bars)
    assert [zone.name for zone in bars.rows] == ["Fornaci", "Lavatoi", "Duomo"], "Stazione is in balance"
    assert "Fornaci −19" in bars.accessibleName() and "Duomo +13" in bars.accessibleName()
    with qtbot.waitSignal(bars.zone_chosen) as told:
        qtbot.mouseClick(bars, LEFT, pos=QPoint(200, 22 + 24 * 2 + 12))
    assert told.args == [1]
    assert [signed(value) for value in (3, 0, -2)] == ["+3", "0", "−2"]


def test_of_many_zones_the_farthest_are_shown(qtbot) -> None:
    many = [ZoneLine(n, f"Z{n}", 1, 0, 0, "balanced", n if n % 2 else -n) for n in range(40)]
    bars = SurplusBars()
    qtbot.addWidget(bars)
    bars.set_rows(many)
    assert len(bars.rows) == 12 and bars._total == 39
    assert {abs(zone.surplus or 0) for zone in bars.rows} == set(range(28, 40))


@pytest.mark.parametrize(
    ("supply", "risk", "cameras", "move"),
    [
        ([0.5, 0.3, 0.2], [0.2, 0.3, 0.5], 10, 3),
        (
            [0.38 / 0.76, 0.12 / 0.76, 0.09 / 0.76, 0.10 / 0.76, 0.07 / 0.76],
            [0.18, 0.32, 0.22, 0.16, 0.12],
            76,
            24,
        ),
        ([1.0, 0.0], [0.0, 1.0], 7, 7),
    ],
)
def test_cameras_by_zone_add_up_to_the_headline(supply, risk, cameras, move) -> None:
    found = surplus(facts(supply, risk, cameras, move))
    assert sum(max(value, 0) for value in found.values()) == move
    assert sum(found.values()) == 0


def test_without_an_index_there_are_no_cameras_by_zone() -> None:
    assert surplus(None) == {} and surplus(facts([0.0], [1.0], 0, None)) == {}


def test_zones_without_figures_have_no_class() -> None:
    table = pd.DataFrame({"risk": [80.0, None, 10.0], "coverage": [0.1, 0.3, 0.9]}, index=[5, 6, 7])
    found = zone_classes(SimpleNamespace(zones=table), ((40.0, 60.0), (0.25, 0.5)))
    assert found == {5: (2, 0), 7: (0, 2)}


def test_what_chance_says_in_words() -> None:
    def chance(low: float, high: float, p: float) -> SimpleNamespace:
        null = SimpleNamespace(low=low, high=high, p=p)
        return SimpleNamespace(uncertainty=SimpleNamespace(null=null, interval=(0.2, 0.4)))

    base = facts([0.5], [0.5], 2, 1)
    assert "confronto" in chance_sentence(base, None).lower()
    assert chance_sentence(base, chance(0.05, 0.2, 0.0002)).startswith("Squilibrio significativo")
    assert "p < 0,001" in chance_sentence(base, chance(0.05, 0.2, 0.0002))
    assert chance_sentence(base, chance(0.05, 0.35, 0.2)).startswith("Compatibile con il caso (p = 0,200)")
    assert chance_sentence(base, chance(0.05, 0.35, 0.03)).startswith("Al limite")
    assert chance_sentence(base, chance(0.31, 0.5, 0.99)).startswith("Più equilibrato")


def test_where_a_project_leads_in_words() -> None:
    before = facts([0.5], [0.5], 61, 25)
    told = {move: with_project(before, facts([0.5], [0.5], 61, move), "PR-01") for move in (18, 25, 30)}
    assert (
        "scenderebbero a 18" in told[18] and "resterebbero 25" in told[25] and "salirebbero a 30" in told[30]
    )
    assert with_project(before, None, "") == ""


def test_the_table_begins_with_what_asks_for_action(qtbot) -> None:
    table = ZonesTable()
    table.zones.verdict = words.verdict
    table.set_rows(ZONES)
    shown(qtbot, table)
    model = table.zones
    assert [row.name for row in model.rows] == ["Fornaci", "Duomo", "Lavatoi", "Stazione"]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [row.name for row in model.rows] == ["Stazione", "Fornaci", "Duomo", "Lavatoi"]
    texts = [model.index(1, column).data() for column in range(5)]
    assert texts == ["Fornaci", "89", "0,2\u00a0%", "0\u00a0%", "Carenza"]
    assert "51" in model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    table.select_zone(1)
    assert table.currentIndex().data() == "Duomo"


def test_the_legend_counts_its_zones_and_answers_to_keys(qtbot) -> None:
    legend = BivariateLegend()
    legend.set_counts({(2, 0): 3})
    shown(qtbot, legend, legend.width(), 330)
    with qtbot.waitSignal(legend.class_chosen) as told:
        qtbot.keyClick(legend.grid, Qt.Key.Key_Return)
    assert told.args == [2, 0]
    with qtbot.waitSignal(legend.class_chosen) as told:
        qtbot.keyClick(legend.grid, Qt.Key.Key_Right)
    assert told.args == [2, 1] and legend.grid.marked == (2, 1)


def test_the_legend_is_folded_where_it_would_hide_the_map_and_opens(qtbot) -> None:
    legend = BivariateLegend()
    legend.set_compact(True)
    whole = legend.height()
    legend.set_compact(True, least=True)
    shown(qtbot, legend, legend.width(), legend.height())
    assert legend.folded and legend.height() < 40 < whole and not legend.grid.isVisible()
    with qtbot.waitSignal(legend.resized):
        qtbot.mouseClick(legend.fold, Qt.MouseButton.LeftButton)
    legend.set_compact(True, least=True)  # as the map does at every change of size
    assert not legend.folded and legend.grid.isVisible()
    legend.set_compact(False)
    assert not legend.folded and legend.height() > whole


def test_zones_to_be_checked_are_not_counted_as_shortages() -> None:
    verdicts = [Verdict.SHORTAGE, Verdict.TO_CHECK, Verdict.BALANCED]
    facts = SimpleNamespace(zones={"verdict": verdicts})
    assert class_counts(facts, {1: (2, 0), 2: (2, 0), 3: (0, 2)}) == ({(2, 0): 2, (0, 2): 1}, 1)


def test_the_cell_of_shortages_says_apart_what_is_to_be_checked(qtbot, monkeypatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QPainter, "drawText", lambda _painter, *given: said.append(given[-1]))
    legend = BivariateLegend()
    legend.set_counts({(2, 0): 22, (2, 1): 7}, 4)
    shown(qtbot, legend, legend.width(), 330)
    assert "18 zone\n4 da\nverificare" in said and "7 zone" in said


def test_a_purpose_is_chosen_by_hand_and_by_key(qtbot) -> None:
    bars = PurposeBars()
    lines = [PurposeLine(code, code, 0.4, (0.1, 0.2), "1 su 2") for code in ("a", "b", "c")]
    bars.set_rows(lines, "b")
    shown(qtbot, bars)
    with qtbot.waitSignal(bars.purpose_chosen) as told:
        qtbot.mouseClick(bars, LEFT, pos=QPoint(30, 60))
    assert told.args == ["c"]
    with qtbot.waitSignal(bars.purpose_chosen) as told:
        qtbot.keyClick(bars, Qt.Key.Key_Up)
    assert told.args == ["a"]


def test_the_gap_closes_on_the_first_bound(qtbot) -> None:
    bar = GapBar()
    assert bar.gap is None
    bar.set_gap(0.5, 1.0)
    bar.set_gap(0.8, 0.8)
    assert bar.gap == 0.0
    image = shown(qtbot, bar, 400)
    assert image.pixelColor(300, 25) == QColor(LIGHT.ac) and image.pixelColor(360, 25) == QColor(LIGHT.ln)
    bar.clear()
    assert bar.gap is None


def test_the_request_holds_only_the_limits_that_are_ticked(qtbot) -> None:
    page = SitesPage()
    qtbot.addWidget(page)
    page.set_purposes([("urban_safety", "Sicurezza urbana")], "urban_safety")
    page.set_places([("all", "Ovunque"), ("lacking", "In carenza")], "lacking")
    page.set_kinds([("A", "A"), ("B", "B")])
    page.count.setValue(7)
    told = page.request()
    assert (told.purpose, told.where, told.count, told.budget, told.kinds) == (
        "urban_safety",
        "lacking",
        7,
        None,
        ("A", "B"),
    )
    page.limits["budget"].setChecked(True)
    page.budget.setValue(9000)
    page.limits["cap"].setChecked(True)
    page.kinds["A"].setChecked(False)
    told = page.request()
    assert (told.budget, told.overlap_cap, told.floor, told.kinds) == (9000.0, 0.3, None, ("B",))
    assert told.privacy_points == 0.0
    page.limits["privacy"].setChecked(True)
    page.privacy.setValue(0.25)
    assert page.request().privacy_points == 0.25
    page.what.setCurrentIndex(page.what.findData("remove"))
    page.what.activated.emit(page.what.currentIndex())
    assert page.request().privacy_points == 0.0, "those in place are only moved or taken away"
    page.what.setCurrentIndex(page.what.findData("new"))
    page.what.activated.emit(page.what.currentIndex())
    page.kinds["B"].setChecked(False)
    assert not page.search.isEnabled(), "there is nothing to put"


def test_of_many_findings_the_worst_come_first_and_the_others_when_asked(qtbot) -> None:
    page = PurposePage()
    qtbot.addWidget(page)
    page.show()
    found = tuple(FindingText(n, 9, f"A{n}", "B", f"A{n}: rischio {90 - n}.") for n in range(5))
    told = Told("Titolo", "", zones=tuple(ZONES), findings=found, words=("Carenza", "Sovrapposizione"))
    page.show_told(told)
    qtbot.waitUntil(lambda: [card.isVisible() for card in page.cards] == [True] * 3)
    assert page.more.text() == "Mostra le altre 2 coppie"
    worst = page.cards
    page.show_told(replace(told, headline="Altro titolo"))
    assert page.cards == worst, "the same findings keep their cards"
    qtbot.mouseClick(page.more, LEFT)
    page.show_told(replace(told, findings=tuple(replace(each, certainty="Certa.") for each in found)))
    qtbot.waitUntil(lambda: [card.isVisible() for card in page.cards] == [True] * 5)
    assert page.cards[0] is not worst[0] and not page.more.isVisible()
    page.show_told(Told("Titolo", "", zones=tuple(ZONES), findings=found[:4], words=told.words))
    assert page.more.text() == "Mostra l'altra coppia" and page.more.isVisible()


def test_a_chart_is_drawn_once_until_it_says_something_else(qtbot, monkeypatch) -> None:
    """The map below repaints the legend many times; only what it says is drawn anew."""
    legend, drawn = BivariateLegend(), []
    draw = type(legend.grid).draw
    monkeypatch.setattr(
        type(legend.grid), "draw", lambda grid, painter: drawn.append(1) or draw(grid, painter)
    )
    before = shown(qtbot, legend)
    legend.mark(None)
    legend.set_compact(False)
    assert shown(qtbot, legend) == before and len(drawn) == 1
    legend.mark((2, 0))
    marked = shown(qtbot, legend)
    assert marked != before and len(drawn) == 2
    legend.set_theme(DARK)
    assert shown(qtbot, legend) != marked and len(drawn) == 3
