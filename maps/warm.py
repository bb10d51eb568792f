"""Compile every kernel once, so that the first map does not wait for it.

`python -m maps.warm` does it at set-up; the window does it in a background job at its
first start. Compiled code is cached on disk: tens of seconds once, a moment afterwards.
"""

from maps.compiled import mark_compiled
from maps.coverage.warm import compile_kernels
from maps.crime.binning import warm_up
from maps.progress import Progress, no_progress, span


def warm_kernels(progress: Progress = no_progress) -> None:
    """Compile, or load from the cache, the kernels of coverage and of density."""
    warm_up()
    compile_kernels(span(progress, 0.1, 1.0))
    mark_compiled()


if __name__ == "__main__":
    warm_kernels()
