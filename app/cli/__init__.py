"""The same jobs without a window: messages on stderr, data on stdout.

Exit status 0 done, 1 refused with one clear sentence, 2 wrong usage.
"""

import os
import sys
from pathlib import Path

from app.cli.parser import build_parser
from app.screen import has_screen
from app.speech import words
from maps.errors import TorrazzoError

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

_COMMANDS_OPTION = ("-h", "--help", "--version")


def run(arguments: list[str]) -> int:
    """Run one command; with a project or nothing, open the window."""
    parser = build_parser()
    if not arguments or not (arguments[0] in parser.commands or arguments[0] in _COMMANDS_OPTION):
        return _window(arguments)
    try:
        chosen = parser.parse_args(_joined(arguments))
    except SystemExit as leaving:
        return int(leaving.code or DONE)
    try:
        chosen.job(chosen)
    except TorrazzoError as error:
        print(words.typed_sentence(error), file=sys.stderr)
        return REFUSED
    except MemoryError:
        print("La memoria non basta per questo calcolo: ridurre l'area o il dettaglio.", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return DONE
    except SystemExit as leaving:  # options that do not go together
        return int(leaving.code or DONE)
    return DONE


def _joined(arguments: list[str]) -> list[str]:
    """Write "--bbox -0.1,51,0,52" as one word: a western longitude is not an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--bbox":
            joined[-1] = f"--bbox={argument}"
        else:
            joined.append(argument)
    return joined


def _window(arguments: list[str]) -> int:
    if arguments and not _may_be_a_project(arguments):
        print(f"Comando «{arguments[0]}» sconosciuto: provare «torrazzo --help».", file=sys.stderr)
        return WRONG_USAGE
    if not has_screen() and not os.environ.get("QT_QPA_PLATFORM"):
        print(
            "Qui non c'è uno schermo su cui aprire la finestra: provare «torrazzo --help».", file=sys.stderr
        )
        return REFUSED
    from app.start import open_window

    return open_window(arguments[0] if arguments else None)


def _may_be_a_project(arguments: list[str]) -> bool:
    """Tell whether the one argument is a path: a command that is spelled wrong must not open a window."""
    path = Path(arguments[0])
    return len(arguments) == 1 and not arguments[0].startswith("-") and bool(path.suffix or path.exists())
