"""A photo as a phone takes it, small."""

from io import BytesIO

from PIL import Image


def photograph(colour: str = "#335577") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (12, 9), colour).save(buffer, format="PNG")
    return buffer.getvalue()
