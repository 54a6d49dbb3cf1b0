"""Handing a kept file over: always to be saved, never to be run by the browser."""

from django.http import FileResponse, Http404

from content.files.store import path_of


def attachment(hash_of_it, name, media_type="application/octet-stream"):
    """The file as an attachment; who may have it is for the caller to know.

    Whatever it is, the browser saves it: it neither guesses its kind nor runs it.
    """
    try:
        file = path_of(hash_of_it).open("rb")
    except (ValueError, FileNotFoundError) as error:
        raise Http404 from error
    return FileResponse(
        file,
        as_attachment=True,
        filename=name,
        content_type=media_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
