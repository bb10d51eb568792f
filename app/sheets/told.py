"""What the place of the sheets says of a document, and how its file is called."""

from app.sheets.booklet import Picture
from app.sheets.order import Order, What
from app.sheets.output import Kind
from app.speech import numbers

_NAMES = {What.SHEET: "tavola", What.ATLAS: "atlante", What.SLIDES: "diapositive"}


def told(order: Order, picture: Picture) -> str:
    """Say in one sentence what the export will write, and whether the scene is cut."""
    slides, kind = order.what is What.SLIDES, order.file_kind
    parts = [kind.name, "16:9" if slides else order.paper.label]
    if not slides:
        parts.append("verticale" if order.portrait else "orizzontale")
    if kind is Kind.PNG:
        parts.append(f"{order.dpi} punti per pollice")
    else:
        parts.append("1 pagina" if picture.count == 1 else f"{numbers.integer(picture.count)} pagine")
    if picture.scale:
        parts.append(f"scala 1:{numbers.integer(picture.scale)}")
    cut = picture.automatic and picture.scale and picture.scale < picture.automatic
    return " · ".join(parts) + (". A questa scala la scena non sta tutta nel foglio." if cut else "")


def file_name(order: Order) -> str:
    """Return the name of a file, with its suffix: tavola-A3.pdf."""
    paper = "" if order.what is What.SLIDES else f"-{order.paper.label.replace(':', 'x')}"
    return f"{_NAMES[order.what]}{paper}{order.file_kind.value}"
