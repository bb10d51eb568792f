"""What the command line says: words on stderr, data on stdout."""

import dataclasses
import json
import sys
from enum import Enum
from typing import Any


def say(text: str) -> None:
    """Tell the person something, on stderr."""
    print(text, file=sys.stderr)


def give(data: Any) -> None:
    """Write data as JSON, on stdout."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return value.value if isinstance(value, Enum) else str(value)
