"""Print reports: warm, in a process that starts for it, and against the same charts drawn bare on empty pages."""

import statistics
import time
from contextlib import closing
from io import BytesIO

from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from app import demonstrations
from app.engagement_file import decode, to_facts, words_of
from app.rendering import Workshop
from questionnaires import load
from reports import drawing
from reports.canvas import draw_figure
from reports.document import Figure
from reports.orders import Audience, Order, make
from reports.typeface import Face, register
from scoring import assessment

RUNS = 5
REACH = "reach: 0.8 s warm and 1.6 s cold for 20 pages with 8 charts"


def main() -> None:
    """Print, for each audience, the medians and the ratio of the warm one to its floor."""
    file = decode(demonstrations.read(demonstrations.FIRST))
    facts = to_facts(file)
    for audience in Audience:
        report(Order(assessment(load(), facts), facts, words_of(file), "fr", audience))


def report(order):
    """Print the figures of one report."""
    charts = [b.chart for b in order.document().walk() if isinstance(b, Figure) and not b.chart.is_empty]
    pages = len(PdfDocument(make(order)))
    warm, floor, first = timed(make, order), timed(bare, charts), timed(cold, order)
    print(f"report, {order.audience}, {pages} pages, {len(charts)} charts ({REACH}):")
    print(f"  warm: median {warm:.2f} s; the same charts bare: {floor:.2f} s; ratio {warm / floor:.2f}")
    print(f"  cold, in a process that starts for it: median {first:.2f} s")


def timed(work, given):
    """Return the median seconds of some runs of a work on what it is given."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work(given)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def bare(charts):
    """Draw charts, one to a page, and nothing else."""
    register()
    canvas = Canvas(BytesIO(), initialFontName=Face.REGULAR.value)
    for chart in charts:
        draw_figure(canvas, drawing.draw(chart))
        canvas.showPage()
    canvas.save()


def cold(order):
    """Make a report as the server makes its first one: the process that makes it starts with it."""
    with closing(Workshop()) as workshop:
        workshop.make(order)


if __name__ == "__main__":
    main()
