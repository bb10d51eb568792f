"""Sets a document with typst: PDF/A-2b, from a template and plain data."""

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from maps.report.document import Document

_TEMPLATES = Path(__file__).resolve().parents[2] / "resources" / "typst"
#: How the blocks are drawn, which every template imports.
_BLOCKS = "blocks.typ"
STANDARD: Final = "a-2b"


def pdf(document: Document, template: str = "dossier.typ", *, moment: datetime | None = None) -> bytes:
    """Return a document as PDF/A-2b.

    Parameters
    ----------
    document : Document
    template : str
        File of `resources/typst`.
    moment : datetime, optional
        Date of the file's properties; the same data and the same moment give the same bytes.
    """
    import typst

    with TemporaryDirectory(prefix="torrazzo-") as folder:
        place = Path(folder)
        for name in (template, _BLOCKS):
            source = (_TEMPLATES / name).read_text(encoding="utf-8")
            (place / name).write_text(source, encoding="utf-8")
        told = json.dumps(document.to_json(), ensure_ascii=False)
        (place / "document.json").write_text(told, encoding="utf-8")
        for name, content in document.pictures.items():
            (place / name).write_bytes(content)
        stamp = None if moment is None else int(moment.timestamp())
        made: bytes = typst.compile(
            place / template, root=place, format="pdf", pdf_standards=STANDARD, timestamp=stamp
        )
        return made
