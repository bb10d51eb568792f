"""Whether a window can be shown here; known before Qt is asked, which ends the process where it cannot."""

import os
import sys


def has_screen() -> bool:
    """Tell whether there is a screen."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
