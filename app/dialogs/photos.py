"""One photograph after the other: seen whole, with its caption, saved elsewhere or taken away."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.theme import Theme
from app.look.widgets import Elided, label, tool_button
from app.speech import numbers, words
from maps.errors import TorrazzoError


class Picture(QWidget):
    """A picture as large as there is room for, never larger than itself; a sentence for what is no picture."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self._text = ""
        self.setMinimumSize(320, 180)

    def show_data(self, data: bytes, text: str) -> None:
        """Show an image, or the sentence where it is none."""
        self._picture = QPixmap()
        self._text = "" if self._picture.loadFromData(data) else text
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(960, 640)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        if self._text:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text)
            return
        ratio = self.devicePixelRatioF()
        room = self.size() * ratio
        shown = self._picture
        if shown.width() > room.width() or shown.height() > room.height():
            shown = shown.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        shown.setDevicePixelRatio(ratio)
        size = shown.deviceIndependentSize()
        painter.drawPixmap(
            round((self.width() - size.width()) / 2), round((self.height() - size.height()) / 2), shown
        )


class PhotoViewer(QDialog):
    """Shows the attachments of one record.

    Parameters
    ----------
    title : str
        How the record is called.
    found : list of maps.store.attachments.Attachment
    read : callable
        Bytes of an attachment by its key.
    describe, remove : callable or None
        What a new caption and a removal do; None where the project may not be changed.
    """

    def __init__(
        self,
        title: str,
        found: list[Any],
        read: Callable[[int], bytes],
        theme: Theme,
        parent: QWidget | None = None,
        *,
        describe: Callable[[int, str], None] | None = None,
        remove: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._found, self._read, self._place = list(found), read, 0
        self._describe, self._remove = describe, remove
        self.setWindowTitle(self.tr("Foto e allegati di {}").format(title))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        self.picture = Picture()
        column.addWidget(self.picture, 1)
        self.caption = QLineEdit()
        self.caption.setPlaceholderText(self.tr("Didascalia"))
        self.caption.setAccessibleName(self.tr("Didascalia"))
        self.caption.setReadOnly(describe is None)
        self.caption.setMaxLength(500)
        self.caption.editingFinished.connect(self._described)
        column.addWidget(self.caption)
        self.facts = Elided("", "caption")
        column.addWidget(self.facts)
        column.addLayout(self._foot())
        from app.look.icons import restyle

        restyle(self, theme)
        self.show_key(self._found[0].id)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back = tool_button("caret-left", self.tr("Precedente (freccia a sinistra)"))
        self.forward = tool_button("caret-right", self.tr("Successiva (freccia a destra)"))
        self.back.clicked.connect(lambda: self._step(-1))
        self.forward.clicked.connect(lambda: self._step(1))
        self.place = label("", "label")
        for part in (self.back, self.place, self.forward):
            row.addWidget(part)
        row.addStretch(1)
        self.save = QPushButton(self.tr("Salva una copia…"))
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._save)
        self.delete = QPushButton(self.tr("Elimina"))
        self.delete.setAutoDefault(False)
        self.delete.setVisible(self._remove is not None)
        self.delete.clicked.connect(self._delete)
        close = QPushButton(self.tr("Chiudi"))
        close.setProperty("primary", True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        for button in (self.delete, self.save, close):
            row.addWidget(button)
        return row

    @property
    def current(self) -> Any:
        """The attachment on show."""
        return self._found[self._place]

    def show_key(self, key: int) -> None:
        """Show one attachment."""
        self._place = next((n for n, each in enumerate(self._found) if each.id == key), 0)
        now, count = self.current, len(self._found)
        document = self.tr("«{}» è un documento: salvarne una copia per aprirlo.").format(now.name)
        self.picture.show_data(self._read(now.id) if now.is_picture else b"", document)
        self.caption.setText(now.caption)
        self.caption.setModified(False)
        self.facts.set_whole(facts_of(now))
        text = self.tr("{} di {}").format(numbers.integer(self._place + 1), numbers.integer(count))
        self.place.setText(text)
        self.back.setEnabled(self._place > 0)
        self.forward.setEnabled(self._place < count - 1)

    def _step(self, by: int) -> None:
        place = self._place + by
        if 0 <= place < len(self._found):
            self._described()
            self.show_key(self._found[place].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _described(self) -> None:
        if self._describe is not None and self.caption.isModified():
            from dataclasses import replace

            self.caption.setModified(False)
            self._describe(self.current.id, self.caption.text())
            self._found[self._place] = replace(self.current, caption=self.caption.text().strip())

    def _delete(self) -> None:
        if self._remove is None:
            return
        gone = self._found.pop(self._place)
        self.caption.setModified(False)
        self._remove(gone.id)
        if not self._found:
            self.accept()
            return
        self.show_key(self._found[min(self._place, len(self._found) - 1)].id)

    def _save(self) -> None:
        now = self.current
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Salva una copia"), now.name)
        if not path:
            return
        try:
            self.write(Path(path))
        except TorrazzoError as error:
            self.facts.set_whole(words.sentence(error))

    def write(self, path: Path) -> None:
        """Write the attachment on show to a file; raise FileError where it cannot be."""
        from maps.io.atomic import write_atomic

        write_atomic(path, self._read(self.current.id))

    def done(self, result: int) -> None:
        self._described()
        super().done(result)


def facts_of(attachment: Any) -> str:
    """Return what is known of an attachment: name, size, when it was taken and added, by whom."""
    parts = [attachment.name]
    if attachment.width:
        parts.append(f"{numbers.integer(attachment.width)} × {numbers.integer(attachment.height)} px")
    size = attachment.size
    parts.append(numbers.measure(size / 1e6, "MB", 1) if size >= 1e6 else numbers.measure(size / 1e3, "kB"))
    if attachment.taken_at is not None:
        parts.append(f"ripresa il {numbers.moment(attachment.taken_at)}")
    added = f"aggiunta il {numbers.moment(attachment.added_at)}"
    parts.append(f"{added} da {attachment.added_by}" if attachment.added_by else added)
    return " · ".join(parts)
