"""The text of a PDF that Qt wrote, by its own maps from glyphs to letters; pdftotext is not on every machine."""

import re
from pathlib import Path

import pikepdf


def pdf_text(path: Path) -> str:
    """Return what a reader can select, in the order in which it was drawn."""
    with pikepdf.open(path) as pdf:
        return "\n".join(_page(page) for page in pdf.pages)


def _page(page: pikepdf.Page) -> str:
    fonts = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    told: list[str] = []
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            glyphs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
            told.append("".join(letters.get(glyph, "") for glyph in glyphs))
        elif str(operator) == "ET":
            told.append(" ")
    return "".join(told)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Return the letter of each glyph of a font."""
    told = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for first, last, start in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", told):
        for step in range(int(last, 16) - int(first, 16) + 1):
            found[int(first, 16) + step] = chr(int(start, 16) + step)
    for first, _last, listed in re.findall(r"<(\w+)>\s*<(\w+)>\s*\[([^\]]*)\]", told):
        for step, code in enumerate(re.findall(r"<(\w+)>", listed)):
            found[int(first, 16) + step] = bytes.fromhex(code).decode("utf-16-be")
    return found
