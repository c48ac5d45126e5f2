"""Pictures from a camera: what they are by their bytes, turned upright, made smaller, and freed of where they were taken."""

import io

LARGEST_SIDE = 2400
"""Pixels: enough to read a typed page photographed whole."""
MOST_PIXELS = 80_000_000
QUALITY = 85
KINDS = ("JPEG", "PNG", "WEBP")


class NotAPicture(ValueError):
    """The bytes are no JPEG, PNG or WebP that can be opened, or far too many pixels."""


def tidied(content: bytes) -> bytes:
    """Return a picture as JPEG without any metadata: no place, no device, no preview of what was cut away. Blocking.

    The turn that a phone notes in the metadata is carried out first. Pillow is imported here: the server starts without it.

    Raises:
        NotAPicture: see there.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture
            picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            bare = Image.new("RGB", upright.size)
            bare.paste(upright)
            out = io.BytesIO()
            bare.save(out, "JPEG", quality=QUALITY, optimize=True)
            return out.getvalue()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise NotAPicture from error
