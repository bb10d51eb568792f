"""`torrazzo`: the window, or a job on the command line."""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the command line, or open the window where no job is named."""
    from app.cli import run

    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
