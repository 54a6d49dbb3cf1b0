"""Documents as accessible PDF: tagged, titled, in their language (PDF/UA-1).

Made by typst from a template and data; whatever is in the data stays words.
"""

import json
import logging

from fontpkg_inter import ROOT as FONT

logger = logging.getLogger(__name__)

FONTS = [FONT / "files"]
UNIVERSAL = "ua-1"


class NotMade(Exception):
    """A document could not be made of what was given; the message says why."""


def pdf(template, said):
    """The PDF of a template, which reads `said` as `json(bytes(sys.inputs.said))`.

    The same data gives the same bytes: the clock is no part of it. A sign that no font
    of ours can draw (an emoji, a Chinese name) keeps a document from being PDF/UA: it
    is made all the same, tagged but without that claim. Raises NotMade.
    """
    source = template.read_bytes()
    inputs = {"said": json.dumps(said, ensure_ascii=False)}
    try:
        return made(source, inputs, pdf_standards=UNIVERSAL)
    except NotMade as error:
        logger.warning("Not made as PDF/UA: %s", error)
        return made(source, inputs)


def made(source, inputs, kind="pdf", **more):
    """What typst makes of a source, which reads `inputs`. Raises NotMade.

    It is loaded only when asked: few processes ever need its 7 MiB.
    """
    import typst  # noqa: PLC0415

    try:
        return typst.compile(
            source,
            format=kind,
            sys_inputs=inputs,
            font_paths=FONTS,
            ignore_system_fonts=True,
            **more,
        )
    except typst.TypstError as error:
        raise NotMade(str(error)) from error
