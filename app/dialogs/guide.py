"""The user guide inside the program: pages at the left, the text at the right; nothing comes from the network."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QImage,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.guide_pages import FIRST, folder, pages
from app.look.icons import restyle
from app.look.theme import LIGHT, Theme
from app.look.widgets import tool_button

_FILE = Qt.ItemDataRole.UserRole + 1
_MARGIN = 24
#: Pixels around blocks of text; height of a line in per cent.
_ABOVE_HEADING, _BELOW, _LINES = 18, 8, 125


class _Page(QTextBrowser):
    """One page; pictures are made as wide as the text at most."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(True)
        self.document().setDocumentMargin(_MARGIN)
        self.sourceChanged.connect(lambda _url: self._dress())

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        found = super().loadResource(kind, name)
        if QTextDocument.ResourceType(kind) is not QTextDocument.ResourceType.ImageResource:
            return found
        path = Path(self.source().resolved(QUrl(name)).toLocalFile())
        picture = QImage(str(path))
        ratio, room = self.devicePixelRatioF(), self.viewport().width() - 2 * _MARGIN - 8
        if picture.isNull() or room < 50:
            return found
        small = picture.scaledToWidth(
            min(picture.width(), round(room * ratio)), Qt.TransformationMode.SmoothTransformation
        )
        small.setDevicePixelRatio(ratio)
        return small

    def _dress(self) -> None:
        """Give tables thin rules and room, links the colour of the theme."""
        palette = self.palette()
        rule = palette.color(QPalette.ColorRole.Mid)
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame, rule)
        self._space_blocks()
        self._dress_links(palette.color(QPalette.ColorRole.Link))

    def _space_blocks(self) -> None:
        """Set paragraphs apart, headings more, lines a little."""
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            if cursor.currentTable() is None:
                look = block.blockFormat()
                look.setTopMargin(_ABOVE_HEADING if look.headingLevel() else 0)
                look.setBottomMargin(_BELOW)
                look.setLineHeight(_LINES, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
                cursor.setBlockFormat(look)
            block = block.next()

    def _dress_links(self, ink: QColor) -> None:
        look = QTextCharFormat()
        look.setForeground(ink)
        block = self.document().begin()
        while block.isValid():
            parts: Any = block  # a block is a list of fragments, which its stub does not say
            for part in parts:
                fragment = part.fragment()
                if fragment.isValid() and fragment.charFormat().isAnchor():
                    cursor = QTextCursor(self.document())
                    cursor.setPosition(fragment.position())
                    cursor.setPosition(
                        fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor
                    )
                    cursor.mergeCharFormat(look)
            block = block.next()


def _dress_table(table: QTextTable, rule: QColor) -> None:
    look = table.format()
    look.setBorder(1)
    look.setBorderBrush(rule)
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    look.setBorderCollapse(True)
    look.setCellPadding(5)
    look.setCellSpacing(0)
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(look)


def _theme_of(widget: QWidget | None) -> Theme:
    """Return the theme of the window that a widget stands in, the light one outside of any."""
    while widget is not None:
        theme = getattr(widget, "theme", None)
        if isinstance(theme, Theme):
            return theme
        widget = widget.parentWidget()
    return LIGHT


class GuideDialog(QDialog):
    """The guide; it stays open beside the work.

    Parameters
    ----------
    page : str
        File name of the first page shown.
    """

    def __init__(self, page: str = FIRST, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guida di Torrazzo"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(940, 680)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Cerca nella guida"))
        self.search.setAccessibleName(self.tr("Cerca nella guida"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Pagine della guida"))
        self.text = _Page()
        self.text.setAccessibleName(self.tr("Pagina della guida"))
        self._page = ""
        self._lay_out()
        self._fill("")
        self._wire()
        restyle(self, _theme_of(parent))
        self.open_page(page)

    def _lay_out(self) -> None:
        self.back = tool_button("arrow-left", self.tr("Indietro (Alt+←)"))
        self.forward = tool_button("arrow-right", self.tr("Avanti (Alt+→)"))
        head = QHBoxLayout()
        for part in (self.back, self.forward):
            head.addWidget(part)
        head.addWidget(self.search, 1)
        parts = QSplitter()
        parts.addWidget(self.list)
        parts.addWidget(self.text)
        parts.setStretchFactor(1, 1)
        parts.setSizes([220, 720])
        parts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addLayout(head)
        column.addWidget(parts, 1)

    def _wire(self) -> None:
        self.list.currentItemChanged.connect(lambda item, _before: self._chosen(item))
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._find_next)
        self.back.clicked.connect(self.text.backward)
        self.forward.clicked.connect(self.text.forward)
        self.text.backwardAvailable.connect(self.back.setEnabled)
        self.text.forwardAvailable.connect(self.forward.setEnabled)
        self.text.sourceChanged.connect(self._arrived)
        self.text.anchorClicked.connect(self._outside)
        self.back.setEnabled(False)
        self.forward.setEnabled(False)

    @property
    def page(self) -> str:
        """File name of the page on show."""
        return self._page

    def _arrived(self, url: QUrl) -> None:
        """Take note of the page: the browser's own `source` still says the one before."""
        self._page = Path(url.toLocalFile()).name
        self._mark_current()

    def open_page(self, page: str) -> None:
        """Show a page by its file name; the first where there is none of that name."""
        path = folder() / page
        self.text.setSource(QUrl.fromLocalFile(str(path if path.is_file() else folder() / FIRST)))

    def _outside(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)

    def _fill(self, wanted: str) -> None:
        """List the pages that hold what is looked for."""
        self.list.blockSignals(True)
        self.list.clear()
        for file, title in pages():
            path = folder() / file
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            if wanted.casefold().strip() in f"{title}\n{text}".casefold():
                item = QListWidgetItem(title, self.list)
                item.setData(_FILE, file)
        self.list.blockSignals(False)
        self._mark_current()

    def _mark_current(self) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(_FILE) == self.page:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.open_page(str(item.data(_FILE)))
            if self.search.text():
                self.text.find(self.search.text())

    def _find_next(self) -> None:
        """Find in this page, then from its beginning, then in the first page of the list."""
        wanted = self.search.text().strip()
        if not wanted or self.text.find(wanted):
            return
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if not self.text.find(wanted) and self.list.count():
            self.list.setCurrentRow(0)
            self._chosen(self.list.item(0))
