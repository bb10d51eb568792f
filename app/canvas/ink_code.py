"""The machine code of the ink: where it is kept, and how it is called from Python without numba.

The code depends on the processor, on the source and on the compiler: the name of the file says all three, so that
code of another machine is never loaded. ctypes lets go of the interpreter lock during each call.
"""

import ctypes
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LAYER, _VIEW = "dilidlldi", "rrrrrrr"
#: Arguments of each function of `app.canvas.ink_kernels`: the address of an array of f float32, u uint32, d float64
#: or l int64; a number i int64, r float64 or c uint32 (a colour). Each returns an int64.
SIGNATURES = {
    "ink_fill": "fuii" + _LAYER + _VIEW + "icr",
    "ink_stroke": "fii" + _LAYER + _VIEW + "ridi",
    "ink_stroke_apart": "fuii" + _LAYER + _VIEW + "rcr",
    "ink_lay": "fuiicr",
    "ink_dots": "uiiddircr",
    "ink_lay_over": "uuiiii",
}
_SOURCES = "ink_cover.py", "ink_kernels.py"
_C_TYPES = {"i": ctypes.c_int64, "r": ctypes.c_double, "c": ctypes.c_uint32}


def code_path() -> Path:
    """Return the file of the machine code for this processor, source and compiler; it may not exist."""
    import llvmlite
    import llvmlite.binding as llvm

    source = Path(__file__)
    text = "".join(source.with_name(name).read_text(encoding="utf-8") for name in _SOURCES)
    features = sorted(llvm.get_host_cpu_features().items())
    parts = (text, llvm.get_host_cpu_name(), features, llvmlite.__version__, str(SIGNATURES))
    key = hashlib.sha256(repr(parts).encode()).hexdigest()[:20]
    name, beside = f"ink-{key}.bin", source.parent / "__pycache__"
    if os.access(beside / name, os.R_OK) or os.access(beside if beside.is_dir() else source.parent, os.W_OK):
        return beside / name
    return _user_folder() / name


def _user_folder() -> Path:
    """Return where the user keeps compiled code, for a program installed where only others may write."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "torrazzo"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "torrazzo"


def sealed(code: bytes) -> bytes:
    """Return machine code with its digest before it, as it is kept."""
    return hashlib.sha256(code).digest() + code


def read_code() -> bytes | None:
    """Return the machine code that is kept, None where there is none or not all of it: LLVM ends the process then."""
    path = code_path()
    kept = path.read_bytes() if path.is_file() else b""
    code = kept[hashlib.sha256().digest_size :]
    return code if code and sealed(code) == kept else None


def load_functions() -> dict[str, Callable[..., Any]] | None:
    """Return the functions by name, None where the code was not compiled yet.

    Raises
    ------
    ImportError, OSError, RuntimeError
        There is no compiler library, or the code lacks a function.
    """
    import llvmlite.binding as llvm

    code = read_code()
    if code is None:
        return None
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return {name: _callable(engine, name, kinds) for name, kinds in SIGNATURES.items()}


def _callable(engine: Any, name: str, kinds: str) -> Callable[..., Any]:
    """Return one function; it holds the engine, whose memory is the code."""
    types: list[Any] = [_C_TYPES.get(kind, ctypes.c_void_p) for kind in kinds]
    address = engine.get_function_address(name)
    if not address:
        raise RuntimeError(name)
    function = ctypes.CFUNCTYPE(ctypes.c_int64, *types)(address)
    function.engine = engine  # type: ignore[attr-defined]
    return function
