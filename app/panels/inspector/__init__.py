"""The inspector: what the selected thing is, and its fields, each one editable."""

from app.panels.inspector.overview import Lead, Overview
from app.panels.inspector.panel import InspectorPanel
from app.panels.inspector.subject import Chip, Fact, Link, Neighbour, Photo, Relation, Step, Subject

__all__ = [
    "Chip",
    "Fact",
    "InspectorPanel",
    "Lead",
    "Link",
    "Neighbour",
    "Overview",
    "Photo",
    "Relation",
    "Step",
    "Subject",
]
