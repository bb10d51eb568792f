"""Commands: their words, their keys, and what they do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from app import commands
from app.browsing.search import Hit
from app.menu import fill_menu
from app.panels.topbar import Place
from app.speech.sentences import detail_choices
from maps.coverage.ladders import LADDERS

if TYPE_CHECKING:
    from app.window import MainWindow


@dataclass(frozen=True)
class Command:
    """One command of the menu and of the search."""

    key: str
    text: str
    shortcut: str
    run: Callable[[], None]
    needs_project: bool = True
    edits: bool = False


class Actions(QObject):
    """Every command of the window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._commands = {command.key: command for command in self._declare()}
        self._actions = {key: self._make(command) for key, command in self._commands.items()}
        self._fill_menu()
        self._wire()
        window.session.opened.connect(self._enable)
        window.session.opened.connect(self._opened)
        window.session.closed.connect(self._enable)
        window.session.closed.connect(window.message.clear)
        window.session.changed.connect(self._edited)
        self._enable()

    def _declare(self) -> list[Command]:
        tr, window, files = self.tr, self._window, self._window.files
        return [
            Command("new", tr("Nuovo progetto…"), "Ctrl+N", files.make_new, needs_project=False),
            Command("open", tr("Apri progetto…"), "Ctrl+O", files.choose, needs_project=False),
            Command("demo", tr("Apri la città dimostrativa"), "", files.open_demo, needs_project=False),
            Command("import", tr("Importa un file…"), "Ctrl+I", files.choose_import),
            Command("osm", tr("Importa un estratto OpenStreetMap…"), "", files.choose_osm),
            Command("zones", tr("Genera zone di analisi…"), "", self.generate_zones, edits=True),
            Command("criteria", tr("Criteri…"), "", self.edit_criteria),
            Command("export", tr("Esporta…"), "Ctrl+E", self.export),
            Command("exports", tr("Registro delle esportazioni"), "", self.show_exports),
            Command("undo", tr("Annulla l'ultima modifica"), "Ctrl+Z", self.undo, edits=True),
            Command("redo", tr("Ripeti la modifica"), "Ctrl+Y", self.redo, edits=True),
            Command("history", tr("Storia delle modifiche"), "Ctrl+H", lambda: window.history.toggle()),
            Command("map", tr("Vai alla mappa"), "Ctrl+1", lambda: window.go_to(Place.MAP)),
            Command("balance", tr("Vai all'equilibrio"), "Ctrl+2", lambda: window.go_to(Place.BALANCE)),
            Command("table", tr("Tabella…"), "Ctrl+T", window.tables.toggle),
            Command("fit", tr("Inquadra tutto"), "", lambda: window.browser.fit_all()),
            Command("find", tr("Cerca"), "Ctrl+K", self.find),
            *window.appearance.commands(),
            Command("night", tr("Aree riprese di giorno o di notte"), "Ctrl+Shift+N", self.switch_night),
            Command("base_map", tr("Mappa di base…"), "", self.choose_base_map),
            *self._detail_commands(),
            *self._tool_commands(),
            *self._show_commands(),
            *window.layering.commands(),
            *window.navigation.commands(),
            *window.scenarios.commands(),
            Command("cordon", tr("Cordone dei varchi…"), "", window.cordon.toggle),
            *window.review.commands(),
            Command("help", tr("Guida"), "F1", self.help, needs_project=False),
            Command("keys", tr("Tasti e mouse"), "Shift+F1", self.keys, needs_project=False),
            Command("close", tr("Chiudi il progetto"), "Ctrl+W", window.session.close),
        ]

    def _make(self, command: Command) -> QAction:
        action = QAction(command.text, self._window)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.triggered.connect(lambda _checked=False: command.run())
        self._window.addAction(action)
        return action

    def _fill_menu(self) -> None:
        window = self._window
        fill_menu(window.topbar.menu, self._actions, {"bookmarks": [window.navigation.menu]})
        escape = QAction(self._window)
        escape.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        escape.triggered.connect(self.escape)
        self._window.addAction(escape)

    def _wire(self) -> None:
        window, files = self._window, self._window.files
        window.start.new_wanted.connect(files.make_new)
        window.start.open_wanted.connect(files.choose)
        window.start.demo_wanted.connect(files.open_demo)
        window.buttons.tool_wanted.connect(window.toolbox.use)
        window.toolbox.tool_changed.connect(window.buttons.set_tool)
        window.topbar.undo.clicked.connect(self.undo)
        window.topbar.redo.clicked.connect(self.redo)
        window.topbar.export.clicked.connect(self.export)
        window.layers.import_wanted.connect(files.choose_import)
        window.zones.generate_wanted.connect(self.generate_zones)
        window.balance.page.zones_wanted.connect(self.generate_zones)

    def _enable(self) -> None:
        session = self._window.session
        for key, command in self._commands.items():
            usable = session.project is not None or not command.needs_project
            self._actions[key].setEnabled(usable and (session.editable or not command.edits))

    def _opened(self) -> None:
        self._window.zones.set_rows([], "", str)  # not those of the project before
        self._count_zones()

    def _count_zones(self) -> None:
        session = self._window.session
        self._window.zones.set_total(session.file.count("analysis_zone"), editable=session.editable)

    def _edited(self, change: Any) -> None:
        """Withdraw the Annulla of an earlier edit: it would undo this one in its place."""
        from maps.criteria_versions import CRITERIA_SETTING

        self._window.message.withdraw(self._window.session.file.undo)
        if "analysis_zone" in change.layer_ids:
            self._count_zones()
        if CRITERIA_SETTING in change.settings:
            self._criteria_changed()

    def action(self, key: str) -> QAction:
        """Return a command as the menu has it."""
        return self._actions[key]

    def run(self, key: str) -> None:
        """Run a command by its key, where it can be run now."""
        if self._actions[key].isEnabled():
            self._commands[key].run()

    def hits(self) -> list[Hit]:
        """Return the commands as things that the search finds; of the classes, those of the project's ladder."""
        project = self._window.session.project
        kept = [] if project is None else detail_choices(project.criteria.detail_ladder)
        other = {key for key in self._commands if key.startswith("detail/")} - {
            f"detail/{v}" for v, _ in kept
        }
        return [
            Hit(c.text.rstrip("…"), self.tr("comando"), "", c.key, c.shortcut)
            for c in self._commands.values()
            if c.key != "find" and self._actions[c.key].isEnabled() and c.key not in other
        ]

    # Dialogs

    def export(self) -> None:
        """Ask what to export and write it."""
        from app.dialogs.export import ExportDialog

        ExportDialog(self._window).exec()

    def show_exports(self) -> None:
        """Show what left the project."""
        from app.dialogs.export_log import ExportLogDialog

        ExportLogDialog(self._window.session.file.exports(), self._window).exec()

    def generate_zones(self) -> None:
        """Ask for shape and size, and make the zones."""
        from app.dialogs.zones import ZonesDialog

        dialog = ZonesDialog(self._window.session, self._window)
        if dialog.exec():
            self._window.tasks.generate_zones(dialog.metres, dialog.shape)

    def choose_base_map(self) -> None:
        """Ask where the tiles below the data come from, and show them."""
        from app.dialogs.base_map import BaseMapDialog

        dialog = BaseMapDialog(self._window.background.base, self._window)
        if dialog.exec():
            self._window.background.use(dialog.chosen)

    def edit_criteria(self, page: str = "thresholds") -> None:
        """Ask for the criteria, one of their pages shown first, and keep them in the project."""
        from app.dialogs.criteria import CriteriaDialog

        CriteriaDialog(self._window.session, self._window, page).exec()

    def _criteria_changed(self) -> None:
        """Show everything again by the criteria that the project has now."""
        session, topbar = self._window.session, self._window.topbar
        offered = detail_choices(session.project.criteria.detail_ladder)
        topbar.set_details(offered)
        if session.detail not in dict(offered):
            session.set_detail("")
        topbar.choose(session.purpose, session.period, session.detail, session.when)
        self._window.model.refresh({"footprints", "density", "balance", "risk_cells"})
        session.selected.emit(session.selection)

    def _tool_commands(self) -> list[Command]:
        tr, toolbox = self.tr, self._window.toolbox
        tools = (
            ("add_camera", tr("Nuova telecamera (C)")),
            ("draw_area", tr("Nuova area degradata (A)")),
            ("draw_building", tr("Nuovo immobile abbandonato")),
            ("draw_zone", tr("Nuova zona di analisi")),
            ("split_area", tr("Dividi l'area selezionata")),
            ("pierce_area", tr("Fora l'area selezionata")),
            ("lasso", tr("Seleziona con un poligono (L)")),
            ("who_sees", tr("Chi vede qui? (W)")),
            ("measure", tr("Misura distanze e aree (M)")),
            ("zoom_box", tr("Ingrandisci un riquadro (Z)")),
        )
        return [
            *(Command(key, text, "", partial(self._use, key)) for key, text in tools),
            Command("duplicate", tr("Duplica la telecamera"), "Ctrl+D", toolbox.select.duplicate),
            Command("delete", tr("Elimina la selezione (Canc)"), "", toolbox.select.delete),
        ]

    def _use(self, key: str) -> None:
        """Take a tool, on the map."""
        if not self._window.place.on_map:
            self._window.go_to(Place.MAP)
        self._window.toolbox.use(key)

    def _show_commands(self) -> list[Command]:
        tr, show = self.tr, self._window.projection
        return [
            Command("project", tr("Proietta le scene"), "F5", show.project),
            Command("scenes", tr("Scene…"), "Ctrl+Shift+E", self._window.scenes.toggle),
            Command("scene", tr("Salva la vista come scena…"), "", show.save_scene),
            Command("sheet", tr("Vai alle tavole"), "Ctrl+P", lambda: self._window.go_to(Place.SHEETS)),
        ]

    def _detail_commands(self) -> list[Command]:
        return [
            Command(
                f"detail/{value}", self.tr("Classe: {}").format(text), "", partial(self.show_detail, value)
            )
            for value, text in dict(
                each for ladder in LADDERS.values() for each in detail_choices(ladder)
            ).items()
        ]

    def show_detail(self, value: str) -> None:
        """Measure the areas at a class of detail."""
        session = self._window.session
        session.set_detail(value)
        self._window.topbar.choose(session.purpose, session.period, session.detail, session.when)

    def switch_night(self) -> None:
        """Show the areas seen by night in place of those by day, or back."""
        session = self._window.session
        session.set_when("day" if session.when == "night" else "night")
        self._window.topbar.choose(session.purpose, session.period, session.detail, session.when)

    # Edits

    def undo(self) -> None:
        """Undo the last edit."""
        if self._window.session.editable:
            commands.undo(self._window.session)

    def redo(self) -> None:
        """Redo the edit undone last."""
        if self._window.session.editable:
            commands.redo(self._window.session)

    def find(self) -> None:
        """Put the cursor in the search box."""
        self._window.topbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.topbar.search.selectAll()

    def escape(self) -> None:
        """Give up what is in the hand, then close the message, then drop the selection."""
        if self._window.toolbox.cancel() or self._window.review.cancel():
            return
        if not self._window.message.isHidden():
            self._window.message.clear()
        else:
            self._window.session.select(None)
            self._window.canvas.setFocus()

    def help(self) -> None:
        """Open the guide at the page of what has the focus."""
        from app.dialog_manners import open_guide

        open_guide(self._window)

    def keys(self) -> None:
        """Say the keys in one place."""
        from app.dialogs.help import HelpDialog

        HelpDialog(self._window).exec()
