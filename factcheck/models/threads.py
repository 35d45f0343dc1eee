"""How many threads the model work gets: no more than the processor time that this process is granted."""

from __future__ import annotations

import math
import os
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")


def limit_threads() -> None:
    """Lowers torch's threads, one for each physical core by default, to the quota of the container.

    With more threads than that each waits for others that the system has stopped. A number that the user names in
    ``OMP_NUM_THREADS`` stands.
    """
    import torch

    quota = granted_cores()
    if quota is not None and "OMP_NUM_THREADS" not in os.environ and quota < torch.get_num_threads():
        torch.set_num_threads(quota)


def granted_cores(cgroup: Path = CGROUP) -> int | None:
    """The container's quota of processor time in whole cores, at least 1; ``None`` without one.

    Read from ``cpu.max`` of cgroup v2 or from ``cpu.cfs_quota_us`` and ``cpu.cfs_period_us`` of v1.
    """
    for files in (("cpu.max",), ("cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us")):
        try:
            quota, period = " ".join((cgroup / name).read_text(encoding="ascii") for name in files).split()
            cores = int(quota) / int(period)
        except (OSError, ValueError, ZeroDivisionError):  # no such file, or "max"
            continue
        if cores > 0:  # v1 says -1 where there is no quota
            return max(1, math.floor(cores))
    return None
