"""Sheets ("Tavole"): the map of the screen laid out on paper, with what a reader needs to check it."""
