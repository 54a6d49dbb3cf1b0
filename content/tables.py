"""Tables to take away, as CSV and XLSX: cells are words or numbers, never formulas.

The maker of workbooks is loaded only when asked: few processes ever need its 30 MiB.
"""

import csv
import io

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value):
    """A cell as words: no program is to take it for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def as_csv(rows):
    """With a mark of UTF-8, by which spreadsheets read accents."""
    out = io.StringIO()
    csv.writer(out).writerows([plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows, widths=()):
    """One sheet, whose first row stays in sight; `widths` of columns, in characters."""
    from openpyxl import Workbook  # noqa: PLC0415

    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([plain(cell) for cell in row])
    book.active.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHIJ", widths, strict=False):
        book.active.column_dimensions[column].width = width
    book.save(out)
    return out.getvalue()


def rows_in(file):
    """The rows of the first sheet of a workbook, as texts. ValueError: it is none."""
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
        return [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
    except Exception as error:  # whatever a broken file makes the reader raise
        raise ValueError from error


def download(rows, name, kind):
    """An answer with a table to save: `kind` is "csv" or "xlsx"."""
    body, media_type = {"csv": (as_csv, CSV), "xlsx": (as_xlsx, XLSX)}[kind]
    return HttpResponse(
        body(rows),
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )
