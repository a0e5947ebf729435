"""The process that makes papers: it takes orders from a pipe, one after the other, and tells how far each has come."""

from __future__ import annotations

import os
import signal
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection

from reports.orders import OrderError, make
from reports.progress import Stage

NICENESS = 5
"""How far the process stands back from those that answer requests, where the system knows of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """How far a paper has come."""

    stage: Stage
    step: int
    steps: int


@dataclass(frozen=True, slots=True)
class Made:
    """A paper."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is none."""

    error: str


def serve(pipe: Connection) -> None:
    """Make what is ordered until the other end goes away."""
    # Ctrl+C is the server's to answer, and it ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whoever answers questions comes before whoever waits for a paper.
    if hasattr(os, "nice"):
        os.nice(NICENESS)

    def tell(stage: Stage, step: int, steps: int) -> None:
        pipe.send(Told(stage, step, steps))

    while True:
        try:
            order = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(Made(make(order, tell)))
        except OSError:
            return
        except OrderError as error:
            pipe.send(Failed(str(error)))
        except Exception as error:  # whatever it is, the one who waits is told, and the next order is served
            traceback.print_exc()
            pipe.send(Failed(f"{type(error).__name__}: {error}"))
