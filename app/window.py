"""The one window: docks, cards and wiring."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSizePolicy, QStackedWidget, QWidget

from app.actions import Actions
from app.ahead import Ahead
from app.balance.finding_map import FindingMap
from app.balance.projects import ProjectsView
from app.balance.scenarios import Scenarios
from app.balance.siting import SitingView
from app.balance.view import BalanceView
from app.browse import Browser
from app.browsing.identify import Identify
from app.browsing.navigation import Navigation
from app.browsing.readout import Readout
from app.canvas.canvas import MapCanvas
from app.cordon.view import CordonView
from app.dialog_manners import DialogManners
from app.files import Files
from app.guide_pages import mark
from app.jobs import Job, Jobs
from app.layers.background import Background
from app.layers.first_map import FirstMap
from app.layers.layering import Layering
from app.layers.looks import Looks
from app.layers.model import MapModel
from app.layers.potential import PotentialRing
from app.layers.styling import Styling
from app.look.appearance import Appearance, Choice, chosen, theme_of
from app.look.theme import DARK, LIGHT, Theme, apply_theme
from app.map_area import Cards, MapArea
from app.messages import Level, MessageBar, ProgressCard, fit
from app.panels.balance import BalancePanel, BivariateLegend
from app.panels.inspector import InspectorPanel
from app.panels.layers import LayersCard
from app.panels.map_buttons import MapButtons
from app.panels.scale import ScaleCard
from app.panels.start import StartPage
from app.panels.topbar import Place, TopBar
from app.panels.zones import ZonesCard
from app.present.meeting import Meeting
from app.present.scenes import ScenesView
from app.present.start import Projection
from app.records.attaching import Attaching, is_attachment
from app.records.history import History
from app.records.tables import Tables
from app.resume import Resume
from app.review.view import ReviewView
from app.room import BALANCE_WIDTH, INSPECTOR_WIDTH, Room, add_dock
from app.session import Session
from app.sheets.place import SheetsView
from app.speech.sentences import explain
from app.tasks import Tasks
from app.tools.bench import Bench
from app.tools.toolbox import Toolbox
from app.welcome import Welcome


class MainWindow(QMainWindow):
    """The window of Torrazzo.

    Parameters
    ----------
    read_only : bool
        Open projects without taking their lock; used for pictures of the window.
    """

    def __init__(self, *, read_only: bool = False) -> None:
        # First of all: made in the theme, a widget need not be styled again, and takes the application's font.
        self.theme = theme_of(chosen())
        self._dress_application()
        super().__init__()
        self.setWindowTitle("Torrazzo")
        self.setAcceptDrops(True)
        self.setMinimumSize(560, 360)  # 1280 x 800 with the text at 200 %
        self.resize(1440, 900)
        self.read_only = read_only
        self.place = Place.MAP
        self.jobs = Jobs(self)
        self.session = Session(self.jobs, self)
        self.tasks = Tasks(self.session, self)
        self._make_parts()
        self.looks = Looks(self.session, self)
        self.model = MapModel(self.session, self, self.looks)
        self.first_map = FirstMap(self.canvas, self.model, self.session, self)
        self.bench = Bench(self.canvas, self.session, self.tasks.tell, self)
        self.toolbox = Toolbox(self.bench, self.model, self)
        self._lay_out()
        self.background = Background(self)
        self.scenarios = Scenarios(self)
        self.layering = Layering(self)
        self.background.changed.connect(self.layering.base_changed)
        self.browser, self.styling = Browser(self), Styling(self)
        self.balance_view, self.finding_map = BalanceView(self), FindingMap(self)
        self.projects_view, self.siting, self.meeting = ProjectsView(self), SitingView(self), Meeting(self)
        self.review, self.cordon = ReviewView(self), CordonView(self)
        self.readout = Readout(self)
        self.potential = PotentialRing(self)
        self.welcome = Welcome(self)
        self.projection, self.scenes, self.sheets = Projection(self), ScenesView(self), SheetsView(self)
        self.tables = Tables(self)
        self.attaching = Attaching(self)
        self.identify = Identify(self)
        self.navigation = Navigation(self)
        self.appearance, self.resume = Appearance(self), Resume(self)
        self.manners, self.room = DialogManners(self), Room(self)
        self._mark_pages()
        self.files, self.ahead = Files(self), Ahead(self)
        self.actions_ = Actions(self)
        self.history = History(self, *(self.actions_.action(key) for key in ("undo", "redo")))
        self._wire()
        self.appearance.apply()
        self.show_start()

    def _make_parts(self) -> None:
        self.canvas = MapCanvas()
        self.topbar = TopBar()
        self.layers, self.zones = LayersCard(), ZonesCard()
        self.scale, self.buttons, self.legend = ScaleCard(), MapButtons(), BivariateLegend()
        self.message, self.progress = MessageBar(), ProgressCard()
        self.inspector = InspectorPanel(explain)
        self.balance = BalancePanel()
        self.start = StartPage(QApplication.applicationVersion() or "0.1.0")
        cards = Cards(
            self.layers, self.legend, self.scale, self.zones, self.buttons, self.message, self.progress
        )
        self.map_area = MapArea(self.canvas, cards)

    def _lay_out(self) -> None:
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.topbar)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(self.map_area)
        self.setCentralWidget(self.stack)
        self.inspector.setFixedWidth(INSPECTOR_WIDTH)
        self.balance.setFixedWidth(BALANCE_WIDTH)
        self.inspector_dock = add_dock(self, self.inspector, "inspector", self.tr("Dettagli"))
        self.balance_dock = add_dock(self, self.balance, "balance", self.tr("Equilibrio"))

    def _mark_pages(self) -> None:
        """Say which page of the guide speaks of which part."""
        for part, page in (
            (self.start, "cominciare.md"),
            (self.map_area, "mappa.md"),
            (self.zones, "equilibrio.md"),
            (self.balance, "equilibrio.md"),
            (self.legend, "equilibrio.md"),
            (self.inspector, "tabella.md"),
            (self.topbar.search, "muoversi.md"),
            (self.topbar, "cominciare.md"),
        ):
            mark(part, page)

    def _wire(self) -> None:
        jobs, tasks = self.jobs, self.tasks
        jobs.shown.connect(self._job_shown)
        jobs.ended.connect(self.progress.release)
        jobs.idle.connect(self.progress.rest)
        jobs.failed.connect(lambda _job, error: tasks.fail(error))
        tasks.told.connect(self._tell)
        self.session.opened.connect(self._opened)
        self.session.closed.connect(self.show_start)
        for part in (self.message, self.progress, self.layers, self.zones, self.legend, self.scale):
            part.resized.connect(self._place_over_page)
        self.topbar.place_chosen.connect(self.go_to)
        self.topbar.theme_chosen.connect(self.set_dark)
        self.topbar.purpose_chosen.connect(self.session.set_purpose)
        self.topbar.period_chosen.connect(self.session.set_period)
        self.topbar.detail_chosen.connect(self.session.set_detail)
        self.topbar.when_chosen.connect(self.session.set_when)
        self.start.recent_chosen.connect(self.open_project)
        self.canvas.view_changed.connect(self.scale.set_view)
        self.canvas.hovered.connect(self.scale.set_pointer)
        self.canvas.layer_failed.connect(self._not_drawn)
        self.canvas.pointer_left.connect(lambda: self.scale.set_pointer(None))
        self.buttons.zoom_in.connect(lambda: self.canvas.zoom_by(2.0))
        self.buttons.zoom_out.connect(lambda: self.canvas.zoom_by(0.5))
        self.buttons.fit.connect(self.browser.fit_all)

    # Theme and places

    def set_dark(self, dark: bool, remember: bool = True) -> None:
        """Show the window in the dark or the light theme, and remember it."""
        if remember:
            self.appearance.choose(Choice.DARK if dark else Choice.LIGHT)
        else:
            self.set_theme(DARK if dark else LIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Show the window in a theme."""
        self.theme = theme
        self._dress_application()
        self.topbar.set_theme(self.theme, dark=theme.dark)
        for part in (
            self.topbar.search,
            self.layers,
            self.zones,
            self.scale,
            self.buttons,
            self.legend,
            self.message,
            self.inspector,
            self.balance,
            self.start,
            self.tables,
            self.history,
            self.cordon,
            self.styling,
            self.scenes,
            self.sheets,
            self.canvas,
        ):
            part.set_theme(self.theme)
        self.scenarios.wipe.set_theme(self.theme)
        self.review.set_theme(self.theme)
        self.browser.show_layers()
        self.welcome.show_picture()

    def _dress_application(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, self.theme)

    def go_to(self, place: Place) -> None:
        """Show a place: what the map draws and which panel stands beside it."""
        self.place = place
        self.cordon.leave()
        self.topbar.set_place(place)
        if not place.on_map:
            self._leave_map(self.review if place is Place.REVIEW else self.sheets)
            return
        self._show_page(self.map_area)
        on_map = self.session.project is not None
        balance = place is Place.BALANCE
        self.inspector_dock.setVisible(on_map and not balance)
        self.balance_dock.setVisible(on_map and balance)
        for part, wanted in ((self.layers, not balance), (self.zones, not balance), (self.legend, balance)):
            part.setVisible(wanted)
        self.finding_map.clear()
        self.model.ahead = frozenset({"balance"} if balance else ())
        self.browser.show_place(place)
        self.map_area.arrange()

    def _leave_map(self, view: Any) -> None:
        """Show a place that has a page of its own: `view.page`, made at the first visit."""
        self.tables.close()
        self.inspector_dock.hide()
        self.balance_dock.hide()
        self.add_page(view.page)
        self._show_page(view.page)
        view.enter()

    def add_page(self, page: QWidget) -> None:
        """Put a page among those of the window, where it is not yet."""
        if self.stack.indexOf(page) < 0:
            ignored = QSizePolicy.Policy.Ignored  # a page that is not on show asks for no room beside a panel
            page.setSizePolicy(ignored, ignored)
            self.stack.addWidget(page)

    def _show_page(self, page: QWidget) -> None:
        """Show a page with the message and the progress over it."""
        if self.message.parentWidget() is not page:
            for part in (self.message, self.progress):
                shown = not part.isHidden()
                part.setParent(page)
                part.setVisible(shown)
        self.stack.setCurrentWidget(page)
        self._place_over_page()

    def show_start(self) -> None:
        """Show the start page: there is no project."""
        self.setWindowTitle("Torrazzo")
        self.topbar.hide()
        self.inspector_dock.hide()
        self.balance_dock.hide()
        self.welcome.show_recent()
        self._show_page(self.start)

    def _opened(self) -> None:
        self.setWindowTitle(f"{self.session.project.name} · Torrazzo")
        self.message.clear()
        self.topbar.show()
        self.room.opened()
        self.go_to(Place.MAP)
        self.canvas.setFocus()

    # Files

    def open_project(self, path: Path, wait: bool = False) -> None:
        """Open a project; with `wait`, before returning, and errors are raised."""
        if wait:
            from maps.project import Project

            self.session.adopt(Project.open(Path(path), read_only=self.read_only))
        else:
            self.tasks.open(Path(path), read_only=self.read_only)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self._take(paths))

    def _take(self, paths: list[Path]) -> None:
        """Attach photographs to what is selected; anything else is a file to open or to import."""
        if self.session.project is not None and all(is_attachment(path) for path in paths):
            self.attaching.take(paths)
        else:
            self.files.take(paths[0])

    # Messages

    def _tell(self, level: Any, sentence: str, action: str, callback: Any) -> None:
        self.message.tell(level, sentence, action, callback)
        self._place_over_page()

    def _not_drawn(self, _surface: str, error: str) -> None:
        self.tasks.tell(Level.WARNING, self.tr("Una parte della mappa non si disegna ({}).").format(error))

    def _job_shown(self, job: Job) -> None:
        self.progress.watch(job)
        self._place_over_page()

    def _place_over_page(self) -> None:
        page = self.stack.currentWidget()
        if page is None or page is self.map_area:
            self.map_area.arrange()
            return
        top = 12 if self.place is not Place.REVIEW else 72  # below the titles of its maps
        for card in (self.message, self.progress):
            if not card.isHidden():
                fit(card, min(760, page.width() - 24))
                card.move((page.width() - card.width()) // 2, top)
                card.raise_()
                top += card.height() + 8

    @property
    def settled(self) -> bool:
        """Whether nothing is left to compute or to draw."""
        return (
            not self.jobs.busy
            and self.browser.settled
            and self.scenarios.settled
            and self.sheets.settled
            and self.review.settled
            and (self.session.project is None or not self.place.on_map or self.canvas.up_to_date)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.room.fit()
        if not self.place.on_map:
            self._place_over_page()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close safely: every edit is already committed, so there is nothing to ask."""
        self.welcome.keep_picture()
        self.session.close()
        self.resume.end()
        self.jobs.stop()
        self.canvas.stop()
        self.scenarios.wipe.stop()
        self.review.stop()
        event.accept()
