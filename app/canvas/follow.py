"""A map that follows the view of another."""

from app.canvas.canvas import MapCanvas
from app.canvas.view import MapView


class FollowingCanvas(MapCanvas):
    """A map that can be told, frame by frame, what another shows."""

    def follow(self, view: MapView, target: MapView) -> None:
        """Show a view now, and prepare the pictures of where it will come to rest."""
        self._stop_motion()
        size = (self.width(), self.height(), self.devicePixelRatioF())
        self._target = target.resized(*size)
        self._show(view.resized(*size))
        self._ask_soon()
