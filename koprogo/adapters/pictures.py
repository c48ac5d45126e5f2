"""Pictures from a camera: what they are by their bytes, turned upright, made smaller, and freed of where they were taken."""

import io

LARGEST_SIDE = 2400
"""Pixels: enough to read a typed page photographed whole."""
MOST_PIXELS = 80_000_000
QUALITY = 85
KINDS = ("JPEG", "PNG", "WEBP")
GPS = 0x8825
"""The part of the metadata that says where a picture was taken."""
WHERE = range(1, 7)
"""Of that part: latitude, longitude and height, each with its direction; no time, no speed, no name of a place."""


def says_where(content: bytes) -> bool:
    """Say whether a picture of ours names where it was taken. Blocking."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=KINDS) as picture:
        return bool(picture.getexif().get_ifd(GPS))


class NotAPicture(ValueError):
    """The bytes are no JPEG, PNG or WebP that can be opened, or far too many pixels."""


def tidied(content: bytes, *, largest_side: int = LARGEST_SIDE, keep_place: bool = False) -> bytes:
    """Return a picture as JPEG without any metadata: no place, no device, no preview of what was cut away. Blocking.

    The turn that a phone notes in the metadata is carried out first. Only with `keep_place` the file still says where it was
    taken, and nothing else. Pillow is imported here: the server starts without it.

    Raises:
        NotAPicture: see there.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture
            place = dict(picture.getexif().get_ifd(GPS)) if keep_place else {}
            picture.draft("RGB", (largest_side, largest_side))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((largest_side, largest_side))
            bare = Image.new("RGB", upright.size)
            bare.paste(upright)
            kept = Image.Exif()
            if place:
                kept[GPS] = {tag: value for tag, value in place.items() if tag in WHERE}
            out = io.BytesIO()
            bare.save(out, "JPEG", quality=QUALITY, optimize=True, **({"exif": kept} if place else {}))
            return out.getvalue()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise NotAPicture from error
