"""Hold the look of paper in one place: colours of the two sides, sizes and page, in points."""

from __future__ import annotations

from questionnaires import Side

MM = 72 / 25.4
"""Points in a millimetre."""

PIXEL = 0.75
"""Points in a pixel of the screen's style sheet, which patterns are measured in."""

PAPER = "#ffffff"
WASH = "#f4f5f6"
INK = "#15181c"
INK_2 = "#464c55"
INK_3 = "#5c636d"
EDGE = "#747b86"
RULE = "#d3d6da"
WATERMARK = "#eceef0"

TEXT = {Side.CLIENT: "#0d4a85", Side.PROVIDER: "#8f3f00"}
"""Text in the colour of a side."""

FILL = {Side.CLIENT: "#2b6cb0", Side.PROVIDER: "#d9690f"}
"""Bars and marks of a side: solid for the client, the stripes of the hatching for the provider."""

SOFT = {Side.CLIENT: "#a2c6e8", Side.PROVIDER: "#f3bd8b"}
"""What lies between the stripes, and the climbed part of a step."""

LEVELS = {
    Side.CLIENT: ("#f0f5fa", "#cfe1f2", "#a2c6e8", "#649dd3", "#2d6fb3", "#0e4579"),
    Side.PROVIDER: ("#fdf4ec", "#fadfc6", "#f3bd8b", "#e4934f", "#b3590c", "#743500"),
}
"""Tints of levels 0 to 5, one hue a side."""

GREYS = ("#f4f5f6", "#dfe2e5", "#c2c7cd", "#979ea8", "#666e79", "#3a4049")
"""Tints of joint values, from worst to best: ink, for they belong to no side."""

ON_DARK_FROM = 4
"""From this tint on, text is written in paper instead of ink."""

HATCH_PITCH = 4.5 * PIXEL
HATCH_WIDTH = 2.0 * PIXEL
DOT_PITCH = 5.0 * PIXEL
DOT_RADIUS = 1.0 * PIXEL

HAIRLINE = 0.5
THIN = 0.8

PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
MARGIN = 18 * MM
TOP = 25 * MM
BOTTOM = 21 * MM
CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN
CONTENT_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
GUTTER = 8 * MM
MEASURE = 165 * MM
"""Widest line of running text."""

NAME_SIZE, NAME_LINES = 24.0, 4
"""Letters of the names on a cover, and the most lines that they take there."""

NAMED = 0.26
"""Share of the width that names take in a list of names and values."""

SMALLEST = 7.6
CAPTION = 8.0
TABLE = 9.0
BODY = 9.8
STEP = 4.0
"""Unit of vertical air."""
