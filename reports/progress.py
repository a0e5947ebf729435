"""How far the making of a report has come, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum


class Stage(StrEnum):
    """What is being done."""

    TEXT = "text"
    CHARTS = "charts"
    PAGES = "pages"


Tell = Callable[[Stage, int, int], None]
"""Called with the stage, the steps done and all steps."""


def unheard(_stage: Stage, _step: int, _steps: int) -> None:
    """Tell nobody."""


class Count:
    """Steps done, of a number known once the text is written: the text, each chart, the pages."""

    def __init__(self, tell: Tell, charts: int) -> None:
        self._tell, self._charts, self._drawn = tell, charts, 0
        tell(Stage.CHARTS if charts else Stage.PAGES, 1, self._steps)

    @property
    def _steps(self) -> int:
        """All steps."""
        return self._charts + 2

    def drawn(self) -> None:
        """Count one chart more; a chart that is drawn in parts counts once all are."""
        if self._drawn < self._charts:
            self._drawn += 1
            stage = Stage.PAGES if self._drawn == self._charts else Stage.CHARTS
            self._tell(stage, 1 + self._drawn, self._steps)


_COUNT: ContextVar[Count | None] = ContextVar("count", default=None)


@contextmanager
def counting(tell: Tell, charts: int) -> Iterator[None]:
    """Count the charts that are drawn meanwhile, and tell."""
    token = _COUNT.set(Count(tell, charts))
    try:
        yield
    finally:
        _COUNT.reset(token)


def chart_drawn() -> None:
    """Say that one chart is drawn; nothing happens when nobody counts."""
    if (count := _COUNT.get()) is not None:
        count.drawn()
