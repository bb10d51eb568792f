"""Who is at this computer, as the history and the lock of a project record it."""

import getpass


def user_name() -> str:
    """Return the name of the user; "" where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user id; on Windows, no variable that says it
        return ""
