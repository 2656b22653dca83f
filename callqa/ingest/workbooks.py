"""Sheets of a workbook (XLSX), or the one fault that says it cannot be read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

_DAMAGED = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What a file that was cut, is locked by a password or never was a workbook raises: XML that does not end is a syntax error."""

Cells = tuple[object, ...]


class WorkbookError(ValueError):
    """A file is no workbook that can be read; the message is the kind of the fault."""


def sheets(content: bytes) -> Iterator[list[Cells]]:
    """Read a workbook sheet by sheet, each as its rows of values from the first line on.

    Raises:
        WorkbookError: It cannot be read.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - every run reads this module, few read workbooks

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield list(sheet.iter_rows(values_only=True))
        book.close()
    except _DAMAGED as error:
        raise WorkbookError(type(error).__name__) from error
