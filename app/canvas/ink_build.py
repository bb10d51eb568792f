"""Compile the ink once and keep its machine code for `app.canvas.ink`.

`python -m app.canvas.ink_build` does it at set-up, the window in the background where it finds none. Only here is
numba needed: to import it takes over a second with all that it brings, to load machine code some hundredths.
"""

import os
import tempfile
from pathlib import Path

import llvmlite.binding as llvm
from numba import cfunc, types

from app.canvas import ink_kernels
from app.canvas.ink_code import SIGNATURES, code_path, read_code, sealed

_TYPES = {
    "f": types.CPointer(types.float32),
    "u": types.CPointer(types.uint32),
    "d": types.CPointer(types.float64),
    "l": types.CPointer(types.int64),
    "i": types.int64,
    "r": types.float64,
    "c": types.uint32,
}

#: Numba's own runtime, which its error paths name; the ink raises nothing and owns no memory, so nobody calls it.
_NO_RUNTIME = """
define void @NRT_Free(ptr %a) { ret void }
define void @NRT_MemInfo_call_dtor(ptr %a) { ret void }
define void @numba_do_raise(ptr %a) { ret void }
define void @numba_gil_ensure(ptr %a) { ret void }
define void @numba_gil_release(ptr %a) { ret void }
define ptr @numba_runtime_build_excinfo_struct(ptr %a, ptr %b) { ret ptr null }
define ptr @numba_unpickle(ptr %a, i32 %b, ptr %c) { ret ptr null }
"""


def build() -> Path:
    """Compile every function into one file of machine code; return it. Nothing is done where it is sound."""
    path = code_path()
    if read_code() is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, sealed(_machine_code()))
    return path


def _machine_code() -> bytes:
    whole = llvm.parse_assembly(_NO_RUNTIME)
    for name, kinds in SIGNATURES.items():
        signature = types.int64(*[_TYPES[kind] for kind in kinds])
        compiled = cfunc(signature, error_model="numpy", fastmath=True)(getattr(ink_kernels, name))
        text = compiled.inspect_llvm().replace(f"@{compiled.native_name}(", f"@{name}(")
        whole.link_in(llvm.parse_assembly(text))
    return _target().emit_object(whole)


def _target() -> llvm.TargetMachine:
    features = llvm.get_host_cpu_features().flatten()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=3, reloc="pic", codemodel="jitdefault"
    )


def _write(path: Path, code: bytes) -> None:
    """Write in one move: another process may be looking."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(code)
    Path(name).chmod(0o644)
    Path(name).replace(path)


if __name__ == "__main__":
    build()
