"""The card of one layer's style."""

from app.panels.style.card import StyleCard
from app.panels.style.view import Histogram, StyleView

__all__ = ["Histogram", "StyleCard", "StyleView"]
