"""`torrazzo`: the window, or a job on the command line."""

import sys
from io import TextIOWrapper


def main(arguments: list[str] | None = None) -> int:
    """Run the command line, or open the window where no job is named."""
    from app.cli import run

    _speak_utf8()
    return run(sys.argv[1:] if arguments is None else arguments)


def _speak_utf8() -> None:
    """Write UTF-8 also into a file or a pipe of Windows, whose code page lacks what is said here (→, −)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # None in a program without a console
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
