"""Workbooks: read sheet by sheet, or refused with one fault, whatever is wrong with the file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from callqa.ingest.call_records.rows import read_rows
from callqa.ingest.workbooks import WorkbookError, sheets


def workbook() -> bytes:
    """Two sheets of a row or two."""
    book, written = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["Phone", "Seconds"], ["79000000001", 60]):
        book.active.append(row)
    book.create_sheet("second").append(["x"])
    book.save(written)
    return written.getvalue()


def altered(name: str, content: bytes | None) -> bytes:
    """The workbook with other content in one of its files, cut in half where none is given."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as whole, zipfile.ZipFile(written, "w") as given:
        for other in whole.namelist():
            own = whole.read(other)
            given.writestr(other, own if other != name else own[: len(own) // 2] if content is None else content)
    return written.getvalue()


def locked() -> bytes:
    """The workbook with every file marked as encrypted."""
    content = bytearray(workbook())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


DAMAGED = (
    b"",
    b"no workbook",
    b"PK\x03\x04 no workbook",
    workbook()[:2000],
    altered("xl/workbook.xml", None),
    altered("xl/worksheets/sheet1.xml", None),
    altered("[Content_Types].xml", b""),
    altered("xl/workbook.xml", b"<workbook/>"),
    locked(),
)


def test_sheets_come_in_their_order_with_their_values() -> None:
    assert list(sheets(workbook())) == [[("Phone", "Seconds"), ("79000000001", 60)], [("x",)]]


@pytest.mark.parametrize("content", DAMAGED[:7] + DAMAGED[8:])
def test_what_cannot_be_read_is_one_fault(content: bytes) -> None:
    with pytest.raises(WorkbookError):
        list(sheets(content))


@pytest.mark.parametrize("content", DAMAGED)
def test_call_records_that_cannot_be_read_are_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "records.xlsx"
    path.write_bytes(content)
    rows, problems = read_rows(path, known=frozenset({"phone", "seconds"}))
    assert rows == ()
    assert [problem.severity.value for problem in problems] == ["error"]
