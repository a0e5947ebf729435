"""Tell a document in twelve to fifteen slides, with charts that the reader can edit."""

from reports.slides.deck import render_pptx
from reports.slides.outline import MOST, Page, Point, outline

__all__ = ["MOST", "Page", "Point", "outline", "render_pptx"]
