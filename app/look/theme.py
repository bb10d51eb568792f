"""Tokens of the themes, the palettes of the data, and how they reach Qt.

A token is named as in ``docs/design.md``. Nothing else in the program writes a colour: widgets take theirs
from the palette or the style sheet, map painters from `MapColours` and `Theme`.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_QSS = Path(__file__).parents[2] / "resources" / "qss"
#: The rules of the program, then what its parts need beyond them.
_SHEETS = (_QSS / "torrazzo.qss", _QSS / "window.qss")
ICONS = _QSS / "icons"

#: ColorBrewer YlOrRd, five classes: events per km2, low to high.
DENSITY = ("#FFFFB2", "#FECC5C", "#FD8D3C", "#F03B20", "#BD0026")
#: Rows risk low to high, columns coverage low to high.
RISK_COVERAGE = (
    ("#ECECE8", "#9DBED6", "#4A90C2"),
    ("#E9B98E", "#9B8F8D", "#506486"),
    ("#E08214", "#925F46", "#4A3A4E"),
)
#: ColorBrewer Blues: identification, recognition, observation, detection.
DETAIL = ("#08306B", "#2171B5", "#6BAED6", "#BDD7EE")
#: vik, seven classes: decrease to increase.
DIFFERENCE = ("#023175", "#1C6D9C", "#87B6CD", "#ECE5E0", "#D9A486", "#BD6431", "#7C1B06")
#: Tol muted, one colour a purpose when all are shown at once.
PURPOSES = ("#332288", "#88CCEE", "#117733", "#DDCC77", "#CC6677", "#AA4499")
#: The same hues for dark ground: contrast 4.4 or more, smallest ΔE76 18 (deutan, protan, tritan).
PURPOSES_DARK = ("#A08AF1", "#C1D8E8", "#48C463", "#D0C74B", "#CB748A", "#DD8CD8")


@dataclass(frozen=True, slots=True)
class MapColours:
    """Colours of the map's ground, its labels and its territorial layers."""

    land: str
    green: str
    water: str
    road: str
    road_casing: str
    building: str
    building_outline: str
    label: str
    halo: str
    zone: str
    degraded: str
    abandoned: str
    abandoned_fill: str
    other: str
    camera: str
    camera_rim: str
    symbol_fill: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: tokens of the interface and of the map. Colours are ``#RRGGBB``."""

    name: str
    bg: str
    sf: str
    sf2: str
    hv: str
    ln: str
    ctl: str
    tx: str
    tx2: str
    tx3: str
    ac: str
    on: str
    acw: str
    er: str
    er_weak: str
    wa: str
    wa_weak: str
    ov: str
    ov_weak: str
    ok: str
    ok_weak: str
    map: MapColours
    density_opacity: tuple[float, ...]
    band_opacity: tuple[float, ...]

    @property
    def dark(self) -> bool:
        """Whether this is a theme of light text on dark ground."""
        return self.name in ("dark", "contrast-dark")

    @property
    def track(self) -> str:
        """The ground of a bar: the rules' grey, but where rules are strong a quiet one, far from the bar's ink."""
        return self.hv if self.name.startswith("contrast") else self.ln


LIGHT = Theme(
    name="light",
    bg="#E9EBED",
    sf="#FFFFFF",
    sf2="#F4F5F6",
    hv="#EDEFF1",
    ln="#DADDE0",
    ctl="#7A818A",
    tx="#1B1E22",
    tx2="#4E545B",
    tx3="#60666D",
    ac="#14599B",
    on="#FFFFFF",
    acw="#E1EDF8",
    er="#B3261E",
    er_weak="#FBE7E5",
    wa="#8A4300",
    wa_weak="#FCEBD6",
    ov="#1D4F73",
    ov_weak="#DCEAF4",
    ok="#256239",
    ok_weak="#E1F0E5",
    map=MapColours(
        land="#F3F3F1",
        green="#E1E8DA",
        water="#CADCE8",
        road="#FFFFFF",
        road_casing="#E2E2DF",
        building="#DBDAD6",
        building_outline="#B9B7B2",
        label="#4A4D52",
        halo="#FFFFFF",
        zone="#6F757D",
        degraded="#7B3294",
        abandoned="#33373C",
        abandoned_fill="#D6D6D4",
        other="#60666D",
        camera="#14599B",
        camera_rim="#FFFFFF",
        symbol_fill="#FFFFFF",
    ),
    density_opacity=(0.36, 0.42, 0.46, 0.48, 0.50),
    band_opacity=(0.80, 0.68, 0.60, 0.42),
)

DARK = Theme(
    name="dark",
    bg="#0F1113",
    sf="#1B1D20",
    sf2="#25282C",
    hv="#2A2D32",
    ln="#363A40",
    ctl="#7A828B",
    tx="#F1F3F5",
    tx2="#B7BDC4",
    tx3="#969DA5",
    ac="#7FB8F0",
    on="#0A1C2E",
    acw="#1C3348",
    er="#FF9D94",
    er_weak="#401F1C",
    wa="#F2B266",
    wa_weak="#3B2A13",
    ov="#9CCBEC",
    ov_weak="#1B3446",
    ok="#8AD3A1",
    ok_weak="#1A3323",
    map=MapColours(
        land="#1B1D20",
        green="#20281F",
        water="#1A2A36",
        road="#3A3E44",
        road_casing="#141618",
        building="#2C3035",
        building_outline="#4A5058",
        label="#C3C7CC",
        halo="#121416",
        zone="#9AA1A9",
        degraded="#D19BE6",
        abandoned="#E4E7EA",
        abandoned_fill="#3A3F45",
        other="#969DA5",
        camera="#7FB8F0",
        camera_rim="#14171A",
        symbol_fill="#1B1D20",
    ),
    density_opacity=(0.20, 0.27, 0.36, 0.45, 0.55),
    band_opacity=(0.90, 0.75, 0.60, 0.42),
)


def palette(theme: Theme) -> QPalette:
    """Return the QPalette that the Fusion style draws with."""
    roles = QPalette.ColorRole
    tokens = {
        roles.Window: theme.bg,
        roles.WindowText: theme.tx,
        roles.Base: theme.sf,
        roles.AlternateBase: theme.sf2,
        roles.Text: theme.tx,
        roles.Button: theme.sf,
        roles.ButtonText: theme.tx,
        roles.BrightText: theme.er,
        roles.ToolTipBase: theme.sf,
        roles.ToolTipText: theme.tx,
        roles.PlaceholderText: theme.tx3,
        roles.Highlight: theme.ac,
        roles.HighlightedText: theme.on,
        roles.Accent: theme.ac,
        roles.Link: theme.ac,
        roles.LinkVisited: theme.ac,
        roles.Mid: theme.ln,
        roles.Dark: theme.ctl,
    }
    result = QPalette()
    for role, colour in tokens.items():
        result.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.tx3))
    return result


def stylesheet(theme: Theme) -> str:
    """Return the one style sheet of the program with this theme's tokens in place.

    Widgets say what they are by dynamic properties: ``card``, ``primary``, ``link``, ``place``, ``segment``
    (first, middle, last), ``role`` (caption, label, hint, title, section, object, headline, start), ``chip``
    (er, wa, ov, ok, plain), ``state`` (error), ``computed``. The template explains each.
    """
    tokens = {key: value for key, value in asdict(theme).items() if isinstance(value, str)}
    template = Template("".join(each.read_text(encoding="utf-8") for each in _SHEETS))
    return template.substitute(tokens, icons=(ICONS / theme.name).as_posix())


@lru_cache(maxsize=1)
def family() -> str:
    """Return Inter where it is installed, else the system's interface font. Needs a running QGuiApplication."""
    if "Inter" in QFontDatabase.families():
        return "Inter"
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


@lru_cache(maxsize=64)
def font(pixels: float, weight: int = 400) -> QFont:
    """Return the interface font with tabular figures.

    Parameters
    ----------
    pixels : float
        Height in logical pixels; fractions are rounded because Qt takes whole pixels.
    weight : int
        400 normal, 600 for what is read first.
    """
    result = QFont(family())
    result.setPixelSize(max(1, round(pixels)))
    result.setWeight(QFont.Weight(weight))
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def apply_theme(app: "QApplication", theme: Theme) -> None:
    """Give the application this theme: Fusion, palette, font and style sheet; nothing where it has it already.

    Every widget that there is gets styled again: cheapest before any is made, and once for the whole sheet.
    """
    sheet = stylesheet(theme)
    if app.styleSheet() == sheet:
        return
    if not app.styleSheet():
        app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(font(13))
    app.setStyleSheet(sheet)
