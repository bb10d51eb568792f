"""The pages of the user guide: where they are, and which one speaks of what has the focus."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

_ROOT = Path(__file__).resolve().parents[1]
FIRST = "README.md"
#: Dynamic property of a widget that has a page of its own; what it holds has that page too.
PROPERTY = "guide"
#: Page and heading by class of a dialog.
_DIALOGS = {
    "ImportDialog": "importare.md",
    "ExportDialog": "esportare.md",
    "ExportLogDialog": "esportare.md",
    "NewProjectDialog": "cominciare.md",
    "ZonesDialog": "equilibrio.md",
    "CriteriaDialog": "equilibrio.md",
    "MinutesDialog": "revisione.md",
    "BookmarksDialog": "muoversi.md",
    "BulkEditDialog": "tabella.md",
}


def folder() -> Path:
    """Return the folder of the pages: of the sources, or of the installed program."""
    sources = _ROOT / "docs" / "guida"
    return sources if sources.is_dir() else _ROOT / "resources" / "guida"


def pages() -> list[tuple[str, str]]:
    """Return (file, title) of every page, the table of contents first and the rest in its order."""
    import re

    contents = (folder() / FIRST).read_text(encoding="utf-8")
    listed = re.findall(r"\[([^\]]+)\]\(([\w-]+\.md)\)", contents)
    return [(FIRST, "Indice"), *((file, title) for title, file in listed)]


def mark(widget: QWidget, page: str) -> None:
    """Give a widget its page."""
    widget.setProperty(PROPERTY, page)


def page_for(widget: QWidget | None) -> str:
    """Return the page of a widget: its own, that of what it stands in, or the first."""
    while widget is not None:
        page = widget.property(PROPERTY) or _DIALOGS.get(type(widget).__name__)
        if page:
            return str(page)
        widget = widget.parentWidget()
    return FIRST
