"""Logos for the cover of reports: what is sent is never kept as it came, but drawn again as a plain PNG."""

from __future__ import annotations

from io import BytesIO

from app.services.refusals import N_, RefusalError

LARGEST = 1024 * 1024
"""Bytes of a file that is sent."""

MOST_PIXELS = 25_000_000
"""Pixels of a picture that is opened: a small file can hold a huge one."""

ROOM = (900, 450)
"""Pixels of the logo that is kept, at most: 3 by 1.5 inches of print."""

PNG, END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
"""How a whole PNG begins and ends."""


def drawn_again(content: bytes) -> bytes:
    """Return a PNG or a JPEG as a PNG of modest size, without anything that the file held beside its picture.

    Raises
    ------
    RefusalError
        When it is something else, damaged, or too large.
    """
    # Here and not above: few requests send a logo.
    from PIL import Image, ImageOps  # noqa: PLC0415

    if len(content) > LARGEST:
        raise RefusalError(N_("This picture is larger than 1 MB: make it smaller."))
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise RefusalError(N_("This picture has too many pixels: make it smaller."))
            upright = ImageOps.exif_transpose(sent)
            picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusalError(N_("This picture has too many pixels: make it smaller.")) from None
    except (OSError, SyntaxError, ValueError):
        raise RefusalError(N_("This file is not a picture that can be read: choose a PNG or a JPEG.")) from None
    picture.thumbnail(ROOM)
    target = BytesIO()
    Image.frombytes(picture.mode, picture.size, picture.tobytes()).save(target, "PNG", optimize=True)
    return target.getvalue()


def is_kept_form(content: bytes) -> bool:
    """Say whether a picture is one that `drawn_again` gave, or could have: a readable PNG that fits."""
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(BytesIO(content), formats=("PNG",)) as picture:
            fits = picture.width <= ROOM[0] and picture.height <= ROOM[1]
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    return fits and content.startswith(PNG) and content.endswith(END)
