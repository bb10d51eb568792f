"""Directions of cameras as written in files."""

from maps.schema.bearings import Directions, parse_direction

__all__ = ["Directions", "parse_direction"]
