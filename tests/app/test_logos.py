"""Logos: drawn again before they are kept, so that nothing of the file that was sent remains."""

from io import BytesIO

import pytest
from PIL import Image

from app.logos import LARGEST, ROOM, drawn_again, is_kept_form
from app.services.refusals import RefusalError


def picture(size=(60, 20), kind="PNG", mode="RGB", colour="#224466", **options):
    """Return a picture as a file holds it; without options, one that is kept as it is."""
    target = BytesIO()
    options = options or ({"optimize": True} if kind == "PNG" else {})
    Image.new(mode, size, colour).save(target, kind, **options)
    return target.getvalue()


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "I;16", "CMYK"])
def test_a_picture_of_any_colours_becomes_a_png(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    kept = drawn_again(picture(kind=kind, mode=mode, colour=None))
    assert opened(kept).format == "PNG"
    assert is_kept_form(kept)


def test_what_was_kept_is_drawn_again_as_it_was():
    kept = drawn_again(picture())
    assert drawn_again(kept) == kept


def test_nothing_but_the_picture_is_kept():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Anne"
    exif[0x0112] = 6
    sent = picture((40, 20), "JPEG", exif=exif, comment=b"secret note")
    assert b"Camera of Anne" in sent
    kept = drawn_again(sent)
    assert not {b"Camera", b"secret", b"eXIf", b"tEXt"} & {
        word for word in (b"Camera", b"secret", b"eXIf", b"tEXt") if word in kept
    }
    assert opened(kept).size == (20, 40)


def test_a_large_picture_is_made_smaller_in_proportion():
    kept = opened(drawn_again(picture((1800, 600))))
    assert kept.size == (900, 300)
    assert opened(drawn_again(picture((100, 2000)))).size[1] == ROOM[1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (picture()[:40], "not a picture"),
        (picture()[:-40], "not a picture"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "not a picture"),
        (picture(kind="GIF"), "not a picture"),
        (b"x" * (LARGEST + 1), "larger than 1 MB"),
        (picture((20_000, 20_000), mode="1", colour=0), "too many pixels"),
    ],
)
def test_what_is_no_modest_picture_is_refused_with_a_clear_message(content, message):
    with pytest.raises(RefusalError, match=message):
        drawn_again(content)


@pytest.mark.parametrize("content", [b"", b"text", picture(kind="JPEG"), picture((1000, 20)), picture()[:-20]])
def test_what_could_not_have_been_kept_is_known(content):
    assert not is_kept_form(content)
