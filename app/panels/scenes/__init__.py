"""The panel of the scenes."""

from app.panels.scenes.panel import ScenesPanel
from app.panels.scenes.rows import SceneRow

__all__ = ["SceneRow", "ScenesPanel"]
