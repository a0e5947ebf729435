"""Draw the patterns and marks of the two sides on a page."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from questionnaires import Side
from reports import patterns, theme
from reports.patterns import Box


def stripes(canvas: Canvas, outline: PDFPathObject, box: Box, colour: str) -> None:
    """Cover a path with stripes."""
    pattern = canvas.beginPath()
    for start, end in patterns.stripes(box):
        pattern.moveTo(*start)
        pattern.lineTo(*end)
    _cover(canvas, outline, pattern, colour, theme.HATCH_WIDTH)


def dots(canvas: Canvas, outline: PDFPathObject, box: Box, colour: str) -> None:
    """Cover a path with dots: lines without length and with round ends, ten times lighter than circles."""
    pattern = canvas.beginPath()
    for centre in patterns.dots(box):
        pattern.moveTo(*centre)
        pattern.lineTo(*centre)
    _cover(canvas, outline, pattern, colour, 2 * theme.DOT_RADIUS, cap=1)


def _cover(
    canvas: Canvas, outline: PDFPathObject, pattern: PDFPathObject, colour: str, weight: float, cap: int = 0
) -> None:
    """Stroke a pattern inside a path."""
    canvas.saveState()
    canvas.clipPath(outline, stroke=0, fill=0)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(weight)
    canvas.setLineCap(cap)
    canvas.setDash()
    canvas.drawPath(pattern, stroke=1, fill=0)
    canvas.restoreState()


def band(canvas: Canvas, side: Side, box: Box) -> None:
    """Draw the band of a side: solid for the client, hatched for the provider."""
    canvas.setFillColor(theme.FILL[side] if side is Side.CLIENT else theme.SOFT[side])
    canvas.rect(*box, stroke=0, fill=1)
    if side is Side.PROVIDER:
        outline = canvas.beginPath()
        outline.rect(*box)
        stripes(canvas, outline, box, theme.FILL[side])


def mark(canvas: Canvas, side: Side, x: float, y: float, radius: float) -> None:
    """Draw the mark of a side: a circle for the client, a diamond for the provider."""
    canvas.setFillColor(theme.FILL[side])
    if side is Side.CLIENT:
        canvas.circle(x, y, radius, stroke=0, fill=1)
        return
    reach = radius * 1.2
    diamond = canvas.beginPath()
    diamond.moveTo(x, y - reach)
    for corner in ((x + reach, y), (x, y + reach), (x - reach, y)):
        diamond.lineTo(*corner)
    diamond.close()
    canvas.drawPath(diamond, stroke=0, fill=1)


def rule(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], colour: str, weight: float) -> None:
    """Draw a straight line."""
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(weight)
    canvas.line(*start, *end)
