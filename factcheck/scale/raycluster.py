"""Ray itself: whether it is there, the connection to a cluster, and the stream of blocks through its workers."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from importlib.util import find_spec
from typing import Any

from factcheck.errors import EngineError
from factcheck.scale.rayblocks import Block
from factcheck.scale.rayworker import Job, Worker

INSTALL = "pip install 'factcheck[ray]'"

_SECONDS_TO_REACH = 5.0
_SECONDS_TO_ANSWER = 15.0
"""For the command that asks a cluster; most of it is the start of Python and the import of Ray."""

_MOST_TASKS = 10_000
"""Tasks of one run; from there on a task has several blocks, because Ray's own bookkeeping grows with tasks."""


def require_ray(
    address: str | None,
    *,
    seconds: float = _SECONDS_TO_ANSWER,
    is_installed: Callable[[str], bool] = lambda name: find_spec(name) is not None,
) -> None:
    """Raises ``EngineError`` where Ray is not installed, or no cluster answers at the address within the seconds."""
    missing = [name for name in ("ray", "pyarrow", "pandas") if not is_installed(name)]
    if missing:
        raise EngineError(f"--engine ray needs {' and '.join(missing)}, which is not installed — run: {INSTALL}")
    if address is not None:
        _reach(address, seconds)


@contextlib.contextmanager
def connected(address: str | None) -> Iterator[None]:
    """Ray, connected to the cluster at ``host:port``, or without an address started on this machine for the while.

    Nothing is reported to anybody and no dashboard is started.

    Raises:
        EngineError: the address is none, or nobody answers there within some seconds.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # Ray's own messages of processes that it starts again would hide ours; what ends a run is raised all the same.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    import ray

    try:
        options: dict[str, Any] = {} if address else {"include_dashboard": False}
        ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR, **options)
    except (ConnectionError, RuntimeError, ValueError, OSError, TimeoutError) as error:
        raise _unreachable(address or "this machine", str(error).splitlines()[0] if str(error) else "") from error
    try:
        yield
    finally:
        ray.shutdown()


def stream(job: Job, blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """What the workers tell of each block, as it is finished, in no order.

    Ray hands a worker the next block when it is done with one, repeats those of a worker that died, and asks for no
    more blocks than it can hold. There is one worker for each processor of the cluster.

    Raises:
        EngineError: Ray gave up, for example because every machine is gone.
    """
    import ray
    import ray.data
    from ray.exceptions import RayError

    _be_quiet(ray.data.DataContext.get_current())
    n_workers = max(1, min(int(ray.cluster_resources().get("CPU", 1)), len(blocks)))
    items = ray.data.from_items([asdict(block) for block in blocks], override_num_blocks=min(len(blocks), _MOST_TASKS))
    told = items.map_batches(
        Worker,
        fn_constructor_args=(job,),
        batch_size=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=n_workers, max_tasks_in_flight_per_actor=2),
        num_cpus=1,
    )
    try:
        for row in told.iter_rows():
            yield json.loads(row["told"])
    except RayError as error:
        said = str(error).strip().splitlines()
        raise EngineError(
            f"Ray gave up: {said[0] if said else type(error).__name__} — finished blocks are kept, run the check again"
        ) from error


def _be_quiet(context: Any) -> None:
    context.enable_progress_bars = False
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _reach(address: str, seconds: float) -> None:
    """Asks whether a cluster answers there: Ray itself would wait for minutes and then end the process.

    That is why the second question is asked by another process.
    """
    if address == "auto":
        return
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536 or "/" in host:
        raise EngineError(f"--address {address} is no address of a cluster — write host:port, as `ray start` prints it")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS_TO_REACH).close()
    except (OSError, UnicodeError) as error:
        raise _unreachable(address, getattr(error, "strerror", None) or str(error)) from error
    command = [sys.executable, "-m", "ray.scripts.scripts", "health-check", "--address", address]
    environment = os.environ | {"RAY_USAGE_STATS_ENABLED": "0"}
    try:
        subprocess.run(command, env=environment, capture_output=True, check=True, timeout=seconds)
    except (subprocess.SubprocessError, OSError) as error:
        raise _unreachable(address, "what listens there does not answer as Ray of this version does") from error


def _unreachable(address: str, said: str) -> EngineError:
    detail = f" ({said[:200].lower()})" if said else ""
    return EngineError(
        f"no Ray cluster can be reached at {address}{detail} — start one with `ray start --head`, or leave --address "
        "out to use this machine"
    )
