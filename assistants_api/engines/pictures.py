"""Where a model finds the pictures of a message."""

import base64

UNSEEN = "[A picture that this model cannot see.]"
ON_THE_WEB = ("http://", "https://", "data:image/")


def address(image):
    """The bytes of an ImageInput as a data address, or its address as given; "" for an address of any other kind."""
    if image.data:
        return f"data:{image.content_type};base64,{base64.b64encode(image.data).decode('ascii')}"
    return image.url if image.url[:20].lower().startswith(ON_THE_WEB) else ""
