"""Documents as accessible PDF: tagged, titled, in their language (PDF/UA-1).

Made by typst from a template and data; whatever is in the data stays words.
"""

import json

import typst
from fontpkg_inter import ROOT as FONT

FONTS = [FONT / "files"]


def pdf(template, said):
    """The PDF of a template, which reads `said` as `json(bytes(sys.inputs.said))`.

    The same data gives the same bytes: the clock is no part of it. Raises TypstError.
    """
    return typst.compile(
        template.read_bytes(),
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        font_paths=FONTS,
        ignore_system_fonts=True,
    )
