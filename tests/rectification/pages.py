"""What the tests of the ledger's pages share: a photo to send, an address, what is read."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image


def photo(name="a.png", colour="#0B6E4F"):
    picture = BytesIO()
    Image.new("RGB", (9, 9), colour).save(picture, format="PNG")
    return SimpleUploadedFile(name, picture.getvalue(), content_type="image/png")


def step(item, name):
    return reverse("rectification:step", args=[item.no, name])


def said(response) -> str:
    return response.content.decode()
