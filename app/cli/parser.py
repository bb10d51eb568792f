"""The grammar of the command line. Names are stable: others script on them."""

from app.cli.grammar_analysis import add_analysis_commands
from app.cli.grammar_coverage import add_coverage_commands
from app.cli.grammar_data import add_data_commands
from app.cli.grammar_export import add_export_commands
from app.cli.grammar_picture import add_picture_commands
from app.cli.grammar_review import add_review_commands
from app.cli.grammar_rule import add_rule_commands
from app.cli.italian import ItalianParser


class MainParser(ItalianParser):
    """The parser of `torrazzo`, which knows the names of its commands."""

    commands: frozenset[str] = frozenset()


def build_parser() -> MainParser:
    """Return the parser; each command carries its job, imported when it runs."""
    parser = MainParser(prog="torrazzo", description="Mappa del rischio urbano e della videosorveglianza.")
    parser.add_argument("--version", action="version", version=_version(), help="dice la versione ed esce")
    commands = parser.add_subparsers(metavar="COMANDO", required=True, parser_class=ItalianParser)
    for add in (
        add_data_commands,
        add_export_commands,
        add_analysis_commands,
        add_coverage_commands,
        add_picture_commands,
    ):
        add(commands)
    add_rule_commands(commands, ItalianParser)
    add_review_commands(commands)
    parser.commands = frozenset(commands.choices)
    return parser


def _version() -> str:
    from importlib.metadata import version

    return version("torrazzo")
