"""The nine classes of risk and coverage as they look over the ground of a theme."""

from app.canvas.painters.base import blend
from app.look.theme import RISK_COVERAGE, Theme

LIGHT_OPACITY = 0.85
#: Lower limits of the classes of the cells, and the tones of the zones without cameras in five steps.
CELL_BREAKS = (0.0, 20.0, 40.0, 60.0, 80.0)
CELL_TONES = ("#ECECE8", "#F2D8BC", "#E9B98E", "#E59E51", "#E08214")
#: On dark ground the class that asks for nothing stays nearly as dark as the ground. Among the opacities with
#: which its L* is below 34, those with the largest smallest distance of two classes (ΔE76 14.7).
DARK_OPACITY = ((0.21, 0.59, 0.91), (0.56, 0.67, 0.81), (0.73, 0.76, 0.99))


def dark_opacities() -> dict[str, float]:
    """Return the opacity over dark ground by colour."""
    return {
        tone: opacity
        for tones, opacities in zip(RISK_COVERAGE, DARK_OPACITY, strict=True)
        for tone, opacity in zip(tones, opacities, strict=True)
    }


def shown(risk: int, coverage: int, theme: Theme) -> str:
    """Return ``#RRGGBB`` of a class (0 low to 2 high) as the map shows it over free ground."""
    opacity = DARK_OPACITY[risk][coverage] if theme.dark else LIGHT_OPACITY
    return blend(RISK_COVERAGE[risk][coverage], theme.map.land, opacity)


def cell_opacities(theme: Theme) -> tuple[float, ...]:
    """Return the opacity of each class of the cells: streets stay readable below."""
    return (0.16, 0.30, 0.46, 0.60, 0.74) if theme.dark else (0.35, 0.62, 0.70, 0.74, 0.78)
