"""Documents as accessible PDF: tagged, titled, in their language (PDF/UA-1).

Made by typst from a template and data; whatever is in the data stays words.
"""

import json
import logging

import typst
from fontpkg_inter import ROOT as FONT
from typst import TypstError

logger = logging.getLogger(__name__)

FONTS = [FONT / "files"]
UNIVERSAL = "ua-1"


def pdf(template, said):
    """The PDF of a template, which reads `said` as `json(bytes(sys.inputs.said))`.

    The same data gives the same bytes: the clock is no part of it. A sign that no font
    of ours can draw (an emoji, a Chinese name) keeps a document from being PDF/UA: it
    is made all the same, tagged but without that claim. Raises TypstError.
    """
    source, words = template.read_bytes(), json.dumps(said, ensure_ascii=False)
    try:
        return _compiled(source, words, pdf_standards=UNIVERSAL)
    except TypstError as error:
        logger.warning("Not made as PDF/UA: %s", error)
        return _compiled(source, words)


def _compiled(source, words, **more):
    return typst.compile(
        source,
        format="pdf",
        sys_inputs={"said": words},
        font_paths=FONTS,
        ignore_system_fonts=True,
        **more,
    )
