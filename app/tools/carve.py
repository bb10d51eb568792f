"""The selected area divided by a line, or pierced by a hole."""

from typing import Any

import shapely

from app.messages import Level
from app.session import Selection
from app.speech import numbers
from app.tools.add_camera import next_code
from app.tools.area_handles import areas_of
from app.tools.bench import Bench
from app.tools.cutting import divided, outside_spot, pierced
from app.tools.draw_area import DRAWN
from app.tools.outline import Point
from app.tools.sketch import Sketch
from app.tools.snap import Snap

#: What does not pass to the other parts of a divided area.
_OWN = frozenset(
    {"uid", "code", "created_by", "created_at", "updated_by", "updated_at", "geometry", "osm_id"}
)


class Carve(Sketch):
    """Works on the area that is selected when it is taken."""

    edits = True
    bounded = False

    def __init__(self, bench: Bench, snap: Snap | None = None) -> None:
        super().__init__(bench, snap)
        self.target: Selection | None = None

    def start(self) -> None:
        """Take the selected area, or say that there is none."""
        super().start()
        chosen = self.bench.session.selection
        self.target = None
        if chosen is not None and not chosen.more and areas_of(self._record(chosen).get("geometry")):
            self.target = chosen
        else:
            self.bench.warn("Selezionare prima una sola area, poi riprendere lo strumento.")
            self.finished = True

    def stop(self) -> None:
        """Forget the area."""
        self.points, self._pointer, self.flaw, self.target = [], None, None, None

    def cancel(self) -> bool:
        """Take the drawing away; the area stays the one to cut."""
        there = bool(self.points)
        self.points, self._pointer, self.flaw = [], None, None
        self.bench.canvas.update()
        return there

    def _record(self, chosen: Selection) -> dict[str, Any]:
        return self.bench.session.file.record(chosen.layer, chosen.fid)

    def _done(self, text: str) -> None:
        self.finished = True
        self.bench.tell(Level.DONE, text, "Annulla", self.bench.session.file.undo)


class SplitArea(Carve):
    """A line from side to side makes two records of one."""

    key = "split_area"
    least, closed = 2, False
    too_few = "Per dividere serve una linea di almeno due punti."

    @property
    def hint(self) -> str:
        """What to do now."""
        if not self.points:
            return "Divisione dell'area: fare clic fuori dal contorno, da un lato · Esc annulla"
        return "Attraversare l'area e finire dall'altro lato con un doppio clic o Invio · Esc annulla"

    def finish(self, points: list[Point]) -> bool:
        """Divide the area: the largest part keeps the record, the others are new ones like it."""
        if self.target is None:
            return False
        chosen, record = self.target, self._record(self.target)
        parts = divided(record["geometry"], points)
        if len(parts) < 2:
            self.refuse(points[-1], "la linea non divide l'area")
            self.bench.warn(
                "La linea deve attraversare l'area da un lato all'altro: continuarla o ricominciare."
            )
            return False
        name = record.get("code") or record.get("name") or chosen.fid
        kept = {key: value for key, value in record.items() if key not in _OWN and value is not None}
        codes = list(self.bench.session.file.rows(chosen.layer, fields=["code"]).columns["code"])
        first = DRAWN.get(chosen.layer, ("", "A-001"))[1]
        new = []
        for part in parts[1:]:
            codes.append(next_code(codes, first))
            new.append({**kept, "code": codes[-1], "geometry": part})

        def change(edit: Any) -> bool:
            edit.update(chosen.layer, chosen.fid, {"geometry": parts[0]})
            edit.insert(chosen.layer, new)
            return True

        if not self.bench.commit(f"Divisione di {name}", change):
            return False
        self._done(f"«{name}» divisa in {numbers.integer(len(parts))} parti.")
        return True


class PierceArea(Carve):
    """A ring inside the area becomes a hole."""

    key = "pierce_area"

    @property
    def hint(self) -> str:
        """What to do now."""
        if len(self.points) < self.least:
            return "Foro nell'area: fare clic sui vertici, tutti dentro l'area · Esc annulla"
        return "Doppio clic o Invio chiude il foro · Backspace toglie l'ultimo vertice · Esc annulla"

    def finish(self, points: list[Point]) -> bool:
        """Take the ring out of the area."""
        if self.target is None:
            return False
        chosen, record = self.target, self._record(self.target)
        left = pierced(record["geometry"], points)
        if left is None:
            self.refuse(outside_spot(record["geometry"], points), "il foro esce dall'area")
            self.bench.warn("Il foro deve stare tutto dentro l'area, senza toccarne il contorno.")
            return False
        name = record.get("code") or record.get("name") or chosen.fid
        if not self.bench.update(chosen.layer, chosen.fid, {"geometry": left}, f"Foro in {name}"):
            return False
        removed = shapely.area(record["geometry"]) - shapely.area(left)
        self._done(f"Foro di {numbers.measure(removed, 'm²')} in «{name}».")
        return True
