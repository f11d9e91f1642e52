"""Files as students attach them, and how tests send them."""

import io
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

TABLE = b"x,y\n1,2\n3,4\n"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\n%%EOF\n"


def picture(kind="PNG", size=(30, 20), mode="RGB", color="white", **options):
    """The bytes of a picture of one color."""
    made = io.BytesIO()
    Image.new(mode, size, color).save(made, kind, **options)
    return made.getvalue()


def photograph(size=(40, 20)):
    """A JPEG that was taken with the camera on its side, with a maker and a place in it."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "SecretPhone"
    notes.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return picture("JPEG", size, exif=notes)


def upload(name, content, content_type="application/octet-stream"):
    return SimpleUploadedFile(name, content, content_type)


def attach(client, text, *files, conversation=None, key=None, **headers):
    """Send a question with (name, bytes) files as a browser does; the response."""
    data = {"text": text, "client_key": key or uuid.uuid4(), "files": [upload(*file) for file in files]}
    return client.post(f"/c/{conversation or uuid.uuid4()}/messages", data, headers=headers)
