"""The card of the analysis zones: the rule of article 2(c), zone by zone."""

from app.panels.zones.card import ZonesCard
from app.panels.zones.model import ZoneRow, rows_of

__all__ = ["ZoneRow", "ZonesCard", "rows_of"]
