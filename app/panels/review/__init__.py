"""The place "Revisione": a semester against the same semester of earlier years."""

from app.panels.review.page import ReviewPage
from app.panels.review.told import ChangeDraft, Empty, History, Told, ZoneLine

__all__ = ["ChangeDraft", "Empty", "History", "ReviewPage", "Told", "ZoneLine"]
