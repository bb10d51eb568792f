"""Scenes and the projector: what is shown in the meeting."""
