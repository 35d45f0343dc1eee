"""The precision a model runs in on this processor, read from its capability flags.

Flags and not a stopwatch decide, so that the same machine always gives the same verdicts.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

BF16_FLAGS = frozenset({"amx_bf16", "avx512_bf16"})
"""Either makes bfloat16 matrix products 3 to 5 times as fast as float32; without both they are many times slower."""


@cache
def processor_flags(cpuinfo: Path = Path("/proc/cpuinfo")) -> frozenset[str]:
    """The capability flags of the first processor; empty where the system does not list them."""
    try:
        for line in cpuinfo.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("flags"):
                return frozenset(line.partition(":")[2].split())
    except OSError:
        pass
    return frozenset()


def best_precision(flags: frozenset[str] | None = None) -> str:
    """``bfloat16`` where the processor computes it in hardware, ``float32`` elsewhere."""
    return "bfloat16" if BF16_FLAGS & (processor_flags() if flags is None else flags) else "float32"
