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

_LAYER, _VIEW = "dililldi", "rrrrrrr"
#: Arguments of each function of `app.canvas.ink_kernels`: the address of an array of f float32, u uint32, d float64
#: or l int64; a number i int64, r float64 or c uint32 (a colour). Each returns an int64.
SIGNATURES = {
    "ink_fill": "fuii" + _LAYER + _VIEW + "cr",
    "ink_stroke": "fii" + _LAYER + _VIEW + "ridi",
    "ink_lay": "fuiicr",
    "ink_dots": "uiiddircr",
    "ink_lay_over": "uuii",
}
_C_TYPES = {"i": ctypes.c_int64, "r": ctypes.c_double, "c": ctypes.c_uint32}


def code_path() -> Path:
    """Return the file of the machine code for this processor, source and compiler; it may not exist."""
    import llvmlite
    import llvmlite.binding as llvm

    source = Path(__file__).with_name("ink_kernels.py")
    features = sorted(llvm.get_host_cpu_features().items())
    parts = (source.read_text(), llvm.get_host_cpu_name(), features, llvmlite.__version__, str(SIGNATURES))
    key = hashlib.sha256(repr(parts).encode()).hexdigest()[:20]
    return _folder(source.parent) / f"ink-{key}.o"


def _folder(beside: Path) -> Path:
    """Return the folder of compiled code beside the source, or the user's where that cannot be written."""
    folder = beside / "__pycache__"
    if os.access(folder if folder.is_dir() else beside, os.W_OK):
        return folder
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "torrazzo"


def load_functions() -> dict[str, Callable[..., Any]] | None:
    """Return the functions by name, None where the code was not compiled yet."""
    import llvmlite.binding as llvm

    path = code_path()
    if not path.is_file():
        return None
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_path(str(path)))
    engine.finalize_object()
    return {name: _callable(engine, name, kinds) for name, kinds in SIGNATURES.items()}


def _callable(engine: Any, name: str, kinds: str) -> Callable[..., Any]:
    """Return one function; it holds the engine, whose memory is the code."""
    types = [_C_TYPES.get(kind, ctypes.c_void_p) for kind in kinds]
    function = ctypes.CFUNCTYPE(ctypes.c_int64, *types)(engine.get_function_address(name))
    function.engine = engine  # type: ignore[attr-defined]
    return function
