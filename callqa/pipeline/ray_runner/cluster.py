"""Ray itself: a cluster joined or begun, how many hands it has room for, and hands put there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from callqa.errors import CallqaError
from callqa.pipeline.options import RunOptions
from callqa.pipeline.ray_runner.hand import Hand
from callqa.settings import Project

THREADS_MOST = 4
"""Processors of a hand unless ``speech.threads`` says otherwise: one model for four of them keeps the memory in bounds."""

STORE_BYTES = 256 * 1024 * 1024
"""Shared memory of a cluster begun for one run: only words and analyses pass through it, never sound."""


READING, HEARING = "reading", "hearing"
"""What a hand does side by side: the next calls are read while the model works on the ones before."""


HERE = "127.0.0.1"
"""A cluster begun for one run listens to this machine only."""


class ClusterUnreachableError(CallqaError):
    """There is no Ray cluster at that address, or it cannot be begun here."""

    slug = "pipeline-ray-unreachable"


class NoRoomError(CallqaError):
    """The cluster has no processors."""

    slug = "pipeline-ray-no-room"


@contextmanager
def joined(address: str | None) -> Iterator[Any]:
    """Join the cluster at ``address``, or begin one on this machine; gives the library.

    Raises:
        ClusterUnreachableError: That did not work.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # a hand takes a GPU only where it was given one
    ray: Any = import_module("ray")  # an extra, and slow to load
    is_ours = not ray.is_initialized()
    if is_ours:
        begun = {} if address else {"include_dashboard": False, "object_store_memory": STORE_BYTES, "_node_ip_address": HERE}
        try:
            ray.init(address=address or "local", namespace="callqa", log_to_driver=False, logging_level="ERROR", **begun)
        except Exception as error:  # Ray raises bare exceptions where a cluster does not start
            raise ClusterUnreachableError(address=address or "local", why=type(error).__name__) from error
    try:
        yield ray
    finally:
        if is_ours:
            ray.shutdown()


class Room:
    """How hands are cut to the machines of a cluster, and put there.

    Raises:
        NoRoomError: There are no processors.
    """

    def __init__(self, ray: Any, project: Project, options: RunOptions) -> None:
        nodes = [node["Resources"] for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU", 0) >= 1]
        if not nodes:
            raise NoRoomError
        self.gpus = _gpus(project, nodes)
        self.threads = project.settings.speech.threads or min(THREADS_MOST, *(int(node["CPU"]) for node in nodes))
        self.hands = self.gpus or max(sum(int(node["CPU"]) // self.threads for node in nodes), 1)
        self._actor = ray.remote(
            num_cpus=self.threads,
            num_gpus=int(self.gpus > 0),
            max_restarts=0,  # what a lost hand had under work is given to others by the crew
            concurrency_groups={READING: 1, HEARING: 1},
        )(Hand)
        self._given = (ray.put(project), ray.put(options), self.threads)

    def put_hand(self) -> Any:
        """Put another hand where there is room."""
        return self._actor.remote(*self._given)


def _gpus(project: Project, nodes: Sequence[Mapping[str, float]]) -> int:
    """Count the accelerators, unless the project wants processors."""
    if project.settings.speech.device == "cpu":
        return 0
    return sum(int(node.get("GPU", 0)) for node in nodes)
