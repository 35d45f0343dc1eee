"""What a figure was measured on: processor flags, cores, memory, versions of the libraries that compute; no names."""

from __future__ import annotations

import os
import platform
import resource
import sys
from dataclasses import dataclass
from importlib.metadata import version

from factcheck.models.precision import best_precision, processor_flags

FLAGS = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_bf16", "amx_int8")
"""The flags that decide how fast a matrix product is."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The processor's flags among ``FLAGS``, cores that this process may use, memory in GiB, precision, versions."""

    flags: tuple[str, ...]
    cores: int
    memory_gib: int
    precision: str
    python: str
    torch: str

    def __str__(self) -> str:
        """One line for a page."""
        flags = ", ".join(self.flags) or "no flags known"
        return (
            f"{self.cores} cores ({flags}), {self.memory_gib} GiB; default precision {self.precision}; "
            f"Python {self.python}, PyTorch {self.torch}"
        )


def this_machine() -> Machine:
    """The machine that this process runs on."""
    has = processor_flags()
    flags = tuple(name for name in FLAGS if name in has)
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    torch_version = version("torch").partition("+")[0]
    return Machine(flags, cores(), round(pages / 2**30), best_precision(), platform.python_version(), torch_version)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory_peak() -> float:
    """The largest resident memory of this process so far, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024  # kilobytes on Linux
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
