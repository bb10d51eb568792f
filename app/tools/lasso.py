"""A polygon drawn on the map that selects what is inside."""

from app.speech import numbers
from app.tools.bench import Bench
from app.tools.outline import Point
from app.tools.select import Select
from app.tools.sketch import Sketch
from maps.schema import layer


class Lasso(Sketch):
    """Selects the rows of one layer inside a polygon."""

    key = "lasso"
    bounded = False
    too_few = "Per selezionare con un poligono servono almeno tre vertici."

    def __init__(self, bench: Bench, select: Select) -> None:
        super().__init__(bench)
        self._select = select

    @property
    def hint(self) -> str:
        """What to do now."""
        if len(self.points) < self.least:
            return "Selezione con un poligono: fare clic sui vertici intorno agli elementi · Esc annulla"
        return "Doppio clic o Invio seleziona ciò che è dentro · Backspace toglie l'ultimo · Esc annulla"

    def finish(self, points: list[Point]) -> bool:
        """Select what is inside and go back to the tool of every day."""
        self._select.choose(self.bench.pixels(points))
        chosen = self.bench.session.selection
        if chosen is None:
            self.bench.inform("Nessun elemento dentro il poligono.")
        else:
            count, declared = len(chosen.fids), layer(chosen.layer)
            what = declared.label if count == 1 else declared.plural
            self.bench.inform(f"Selezione: {numbers.integer(count)} {what.lower()}.")
        self.finished = True
        return True
