"""Ties the place of the sheets to the window: choices become pages, drawn in the background, and files."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from app.panels.topbar import Place
from app.speech import words
from maps.errors import TorrazzoError

if TYPE_CHECKING:
    from app.look.theme import Theme
    from app.panels.sheets import SheetsPage
    from app.sheets.press import Press, Proof, Wish
    from app.window import MainWindow

_JOB, _DIGEST = "sheets/preview", "sheets/digest"
#: A page that takes longer than this is said to be in the making.
_PATIENCE_MS = 150
#: Layers of which one row is enough to have something to print.
_PRINTED = ("camera", "analysis_zone", "road", "obstacle", "land_use", "degraded_area", "abandoned_building")


class SheetsView(QObject):
    """The sheets of one window; their place is made at its first visit."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._page: SheetsPage | None = None
        self._press: Press | None = None
        self._number, self._count, self._drawing = 0, 1, False
        self._shown: Any = None
        self._late = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._late.timeout.connect(lambda: self.page.set_busy(True))
        session = window.session
        session.opened.connect(self._opened)
        session.closed.connect(self._closed)
        session.changed.connect(lambda _change: self.refresh())
        session.purpose_changed.connect(lambda _purpose: self.refresh())
        session.period_changed.connect(lambda _period: self.refresh())
        window.background.changed.connect(self.refresh)
        window.background.arrived.connect(self._tiles_arrived)

    # The place

    @property
    def page(self) -> "SheetsPage":
        """The place."""
        if self._page is None:
            self._page = self._make()
        return self._page

    def _make(self) -> "SheetsPage":
        from app.guide_pages import mark
        from app.panels.sheets import SheetsPage

        made = SheetsPage()
        mark(made, "presentare.md")
        made.choices.changed.connect(self._chosen)
        made.choices.export_wanted.connect(self.export)
        made.turned.connect(self.turn)
        made.preview.sharper_wanted.connect(self._sharpen)
        made.import_wanted.connect(lambda: self._window.actions_.run("import"))
        made.set_theme(self._window.theme)
        return made

    def set_theme(self, theme: "Theme") -> None:
        """Take the colours of `theme`."""
        if self._page is not None:
            self._page.set_theme(theme)

    @property
    def settled(self) -> bool:
        """Whether the page shown is as it will be printed."""
        seen = self._page is not None and self._window.place is Place.SHEETS
        return not self._drawing and not (seen and not self.page.preview.at_rest)

    def enter(self) -> None:
        """Show the project's order and draw its page."""
        if self._press is None and self._session.project is not None:
            from app.sheets.content import OFFICE_SETTING
            from app.sheets.order import SETTING, Order
            from app.sheets.press import Press

            file = self._session.file
            self._press = Press(self._session.project)
            office = str(file.setting(OFFICE_SETTING, "") or "")
            self.page.choices.set_order(Order.from_json(file.setting(SETTING)), office)
            self._fit_paper()
        self.refresh()
        self.page.preview.setFocus()

    def _opened(self) -> None:
        self._press, self._shown, self._number = None, None, 0
        if self._page is not None:
            self._page.preview.clear()

    def _closed(self) -> None:
        self._press, self._shown, self._drawing = None, None, False
        self._late.stop()

    # The preview

    def wish(self) -> "Wish":
        """Return what is chosen now."""
        from app.sheets.press import Wish

        choices, session = self.page.choices, self._session
        base = self._window.background.for_paper()
        return Wish(choices.order, choices.office_text, session.purpose, session.period, base)

    def _chosen(self) -> None:
        """Draw what was chosen, and remember it with the project."""
        self._fit_paper()
        if self._shown is not None and self._shown[0] != self.page.choices.order.what:
            self._number = 0
        self._remember()
        self.refresh()

    def _fit_paper(self) -> None:
        self.page.preview.set_paper(*self.page.choices.order.size_mm)

    def _remember(self) -> None:
        from app.sheets.content import OFFICE_SETTING
        from app.sheets.order import SETTING

        session, choices = self._session, self.page.choices
        if not session.editable:
            return
        for key, value in ((SETTING, choices.order.to_json()), (OFFICE_SETTING, choices.office_text)):
            if session.file.setting(key) != value and (value or session.file.setting(key)):
                session.file.set_setting(key, value)

    def turn(self, by: int) -> None:
        """Show the page after or before."""
        number = min(max(self._number + by, 0), self._count - 1)
        if number != self._number:
            self._number = number
            self.refresh()

    def _tiles_arrived(self) -> None:
        if self._press is not None:
            self._press.forget_map()
            self.refresh()

    def _sharpen(self) -> None:
        if self._shown is not None and abs(self.page.preview.wanted_dpr - self._shown[1]) > 1e-6:
            self.refresh()

    def refresh(self) -> None:
        """Draw the page again, where the place is on show."""
        if self._window.place is not Place.SHEETS or self._press is None:
            return
        counts = self._session.file.counts()
        empty = not any(counts.get(name) for name in _PRINTED)
        self.page.set_empty(empty)
        self.page.choices.allow_atlas(bool(counts.get("analysis_zone")))
        if empty:
            self._drawing = False
            return
        self._drawing = True
        if not self._late.isActive():
            self._late.start()
        wish, dpr = self.wish(), self.page.preview.wanted_dpr
        self._session.jobs.cancel(_DIGEST)  # the page first; what was found of it is kept
        self._session.jobs.run(
            self.tr("Disegno della tavola"),
            partial(self._press.proof, wish, self._number, dpr),
            key=_JOB,
            done=partial(self._drawn, wish, dpr),
            failed=self._failed,
            quiet=True,
            first=True,
        )

    def _drawn(self, wish: "Wish", dpr: float, proof: "Proof") -> None:
        from app.sheets.told import told

        picture, page = proof.picture, self.page
        self._stop_waiting()
        self._shown = (wish.order.what, dpr)
        self._number, self._count = picture.number, picture.count
        page.choices.set_scenes(list(proof.scenes))
        page.choices.set_automatic(picture.automatic)
        page.set_pages(picture.number, picture.count, picture.name)
        page.preview.set_image(picture.image)
        page.choices.tell(told(wish.order, picture))
        if proof.draft:
            self._finish()

    def _finish(self) -> None:
        """Compute the fingerprint that the page shown still lacks, then draw it again."""
        assert self._press is not None
        self._drawing = True
        self._session.jobs.run(
            self.tr("Impronta dei dati"),
            self._press.finish,
            key=_DIGEST,
            done=lambda _digest: self.refresh(),
            failed=lambda _error: self._stop_waiting(),  # the page stays as it is
            quiet=True,
        )

    def _failed(self, error: Exception) -> None:
        self._stop_waiting()
        told = words.sentence(error) if isinstance(error, TorrazzoError) else str(error)
        self.page.preview.clear(told)
        self.page.choices.tell("")

    def _stop_waiting(self) -> None:
        self._drawing = False
        self._late.stop()
        self.page.set_busy(False)

    # The file

    def export(self) -> None:
        """Ask for a file and write the document in the background, with progress and Annulla."""
        if self._press is None:
            return
        from app.sheets.told import file_name

        wish = self.wish()
        kind = wish.order.file_kind
        kinds = f"{kind.name} (*{kind.value})"
        folder = self._session.path.parent if self._session.path is not None else Path.home()
        start = str(folder / file_name(wish.order))
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Esporta la tavola"), start, kinds)
        if name:
            self.write(wish, Path(name))

    def write(self, wish: "Wish", path: Path) -> None:
        """Write the document to a file of the kind that is chosen."""
        from maps.store import Export

        assert self._press is not None
        suffix = wish.order.file_kind.value
        path = path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)
        label = self.tr("Esportazione di {}").format(path.name)
        exported = Export(wish.order.what.value, path)
        self._window.tasks.export(label, partial(self._press.write, wish, path), exported)
