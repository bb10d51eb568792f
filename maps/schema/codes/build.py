"""How a code list is written: one line a code, with the spellings met outside."""

from maps.schema.fields import Code, CodeList


def code_list(name: str, *codes: tuple[str, ...]) -> CodeList:
    """Build a code list from (value, label, alias, alias...) tuples."""
    return CodeList(name, tuple(Code(value, label, tuple(aliases)) for value, label, *aliases in codes))
