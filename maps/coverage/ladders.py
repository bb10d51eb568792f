"""The ladders of detail classes, as data: how many pixels a metre each asks.

The Italian labels are this project's wording, not the standards'. Printing a class is no claim of conformity.

Public: `DetailClass`, `Ladder`, `EN_2014`, `IEC_2025`, `LADDERS`, `PURPOSE_CLASS`, `class_of`, `px_per_m_of`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class DetailClass:
    """A class of detail: its name in code, in Italian, and the least pixels per metre at the target."""

    name: str
    label: str
    px_per_m: float


@dataclass(frozen=True)
class Ladder:
    """Detail classes from the coarsest to the finest; `shown` names those of the side view, finest first."""

    name: str
    label: str
    classes: tuple[DetailClass, ...]
    shown: tuple[str, ...] = ()

    @property
    def bands(self) -> tuple[DetailClass, ...]:
        """The four classes that the side view and the bands of a footprint show, finest first."""
        return tuple(self[name] for name in self.shown)

    def reached(self, px_per_m: float) -> DetailClass | None:
        """Return the finest class that a density reaches, None where it is below them all."""
        return next((each for each in reversed(self.classes) if px_per_m >= each.px_per_m), None)

    def changed(self, px_per_m: Mapping[str, float]) -> "Ladder":
        """Return the ladder with other densities for some classes: it is then an office's own."""
        if not px_per_m:
            return self
        classes = tuple(
            replace(each, px_per_m=px_per_m.get(each.name, each.px_per_m)) for each in self.classes
        )
        return replace(self, label=f"{self.label}, valori propri", classes=classes)

    def __getitem__(self, name: str) -> DetailClass:
        """Return the class called `name`; raise KeyError where there is none."""
        for detail in self.classes:
            if detail.name == name:
                return detail
        raise KeyError(name)


EN_2014 = Ladder(
    "en_2014",
    "EN 62676-4:2014",
    (
        DetailClass("monitor", "Monitoraggio", 12.5),
        DetailClass("detect", "Rilevamento", 25.0),
        DetailClass("observe", "Osservazione", 62.5),
        DetailClass("recognise", "Riconoscimento", 125.0),
        DetailClass("identify", "Identificazione", 250.0),
        DetailClass("inspect", "Ispezione", 1000.0),
    ),
    ("identify", "recognise", "observe", "detect"),
)
IEC_2025 = Ladder(
    "iec_2025",
    "IEC 62676-4:2025",
    (
        DetailClass("overview", "Panoramica", 20.0),
        DetailClass("outline", "Sagoma", 40.0),
        DetailClass("discern", "Distinzione", 80.0),
        DetailClass("perceive", "Percezione", 125.0),
        DetailClass("characterise", "Caratterizzazione", 250.0),
        DetailClass("validate", "Convalida", 500.0),
        DetailClass("scrutinise", "Esame minuto", 1500.0),
    ),
    ("validate", "perceive", "discern", "outline"),
)
LADDERS = {ladder.name: ladder for ladder in (EN_2014, IEC_2025)}

#: The class that a purpose needs, per ladder, until the criteria profile says otherwise (a guess, editable).
PURPOSE_CLASS = {
    "en_2014": {"waste_environment": "recognise", "square_access": "recognise", "traffic_plates": "identify"},
    "iec_2025": {"waste_environment": "perceive", "square_access": "perceive", "traffic_plates": "validate"},
}
USUAL_CLASS = {"en_2014": "observe", "iec_2025": "discern"}


def class_of(purpose: str | None, ladder: Ladder = EN_2014) -> DetailClass:
    """Return the class that a purpose needs; the usual one for a purpose that is not listed."""
    usual = USUAL_CLASS[ladder.name]
    return ladder[PURPOSE_CLASS[ladder.name].get(purpose, usual) if purpose else usual]


def px_per_m_of(name: str) -> float:
    """Return the pixels per metre of a class of either ladder; raise KeyError where there is none."""
    for ladder in LADDERS.values():
        for detail in ladder.classes:
            if detail.name == name:
                return detail.px_per_m
    raise KeyError(name)
