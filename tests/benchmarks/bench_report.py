"""Print a whole report, warm and in a new process, against the same charts drawn bare on empty pages."""

import statistics
import subprocess
import sys
import time
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from app import demonstrations
from app.engagement_file import decode, to_facts, words_of
from questionnaires import load
from reports import drawing
from reports.canvas import draw_figure
from reports.document import Figure
from reports.narrative import build_document
from reports.pdf import render_pdf
from reports.typeface import Face, register
from scoring import assessment

RUNS = 5
COLD = """
import sys, time
begun = time.perf_counter()
from questionnaires import load
from app.engagement_file import decode, to_facts, words_of
from app import demonstrations
from scoring import assessment
from reports.narrative import build_document
from reports.pdf import render_pdf
file = decode(demonstrations.read("valmeca"))
facts = to_facts(file)
render_pdf(build_document(load(), facts, assessment(load(), facts), "fr", words_of(file)))
print(time.perf_counter() - begun)
"""


def main() -> None:
    """Print the medians, and the ratio of the warm one to its floor."""
    file = decode(demonstrations.read(demonstrations.FIRST))
    facts = to_facts(file)
    found = assessment(load(), facts)

    def whole():
        return render_pdf(build_document(load(), facts, found, "fr", words_of(file)))

    document = build_document(load(), facts, found, "fr", words_of(file))
    charts = [b.chart for b in document.walk() if isinstance(b, Figure) and not b.chart.is_empty]
    whole()
    warm, floor = timed(whole), timed(lambda: bare(charts))
    print(f"report, {len(charts)} charts, warm: median {warm:.2f} s (reach: 0.8 s for 20 pages with 8 charts)")
    print(f"the same charts bare: median {floor:.2f} s; ratio {warm / floor:.2f}")
    print(f"report in a new process: median {statistics.median(cold() for _ in range(3)):.2f} s (reach: 1.6 s)")


def timed(work):
    """Return the median seconds of some runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
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


def cold():
    """Return the seconds of a report made by a process that starts for it."""
    found = subprocess.run([sys.executable, "-c", COLD], capture_output=True, check=True, text=True)
    return float(found.stdout)


if __name__ == "__main__":
    main()
