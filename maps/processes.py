"""What the processes that this one starts have in common."""

import subprocess

#: Windows opens a console for each process of a program without one, unless it is told not to.
NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
