"""``callqa kpi import``: figures from files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from callqa.bonus import Period
from callqa.paying.errors import KpiFileError
from callqa.paying.figures import Imported, import_figures
from callqa.paying.schemes import load_schemes
from tests.paying.shop import NOVEMBER, SCHEME, Shop


def bring(shop: Shop, content: str | bytes, *, period: Period | None = NOVEMBER, name: str = "kpi.csv") -> Imported:
    path = shop.folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    scheme = load_schemes(shop.project, shop.store).latest
    return import_figures(path, project=shop.project, store=shop.store, scheme=scheme, who="test", period=period)


def stored(shop: Shop, period: Period = NOVEMBER) -> dict[str, str]:
    import json  # noqa: PLC0415 - used once

    return {manager: json.loads(entry.basis)["value"] for (manager, _), entry in shop.store.payroll.figures(str(period)).items()}


@pytest.mark.parametrize(
    "content",
    [
        "Number,Revenue\n0001,1200.50\nBoris Gold,80\n",
        "Number;Revenue\n0001;1 200.50\nM-2;80\n".encode("cp1251"),
        "\ufeffNumber;Revenue\n0001;1\u00a0200.50 ₽\n0002;80%\n",
    ],
)
def test_managers_are_known_by_number_id_or_name_and_files_come_as_excel_writes_them(shop: Shop, content: str | bytes) -> None:
    found = bring(shop, content)
    assert (found.figures, found.problems) == (2, ())
    assert stored(shop) == {"M-1": "1200.5", "M-2": "80"}


def test_a_workbook_is_read_as_well(shop: Shop) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["Number", "Revenue"], ["0001", 1200.1], ["0002", 80], [None, None]):
        book.active.append(row)
    book.save(shop.folder / "kpi.xlsx")
    found = bring(shop, (shop.folder / "kpi.xlsx").read_bytes(), name="kpi.xlsx")
    assert (found.figures, stored(shop)["M-1"]) == (2, "1200.1")


@pytest.mark.parametrize(
    ("rows", "slug"),
    [
        ("0009,5", "bonus-kpi-manager"),
        ("0001,five", "bonus-kpi-number"),
        ('0001,"1,5"', "bonus-kpi-comma"),
        ("0001,0x10", "bonus-kpi-number"),
        ("0001,10000000000000000000000", "bonus-kpi-number"),
        ("0001,1\n0001,2", "bonus-import-twice"),
    ],
)
def test_a_row_with_a_fault_gets_its_line_named_and_the_others_come_in(shop: Shop, rows: str, slug: str) -> None:
    found = bring(shop, f"Number,Revenue\n0002,7\n{rows}\n")
    assert [problem.slug for problem in found.problems] == [slug]
    assert found.problems[0].place is not None
    assert found.problems[0].place.line == (4 if "\n" in rows else 3)
    assert stored(shop)["M-2"] == "7"


def test_a_decimal_comma_is_taken_where_the_scheme_says_so(shop: Shop) -> None:
    shop.scheme(SCHEME.replace("manager: Number}", "manager: Number, decimal: comma}"))
    bring(shop, "Number;Revenue\n0001;1 200,50\n")
    assert stored(shop) == {"M-1": "1200.5"}


def test_a_point_beside_a_decimal_comma_is_a_fault_and_a_number_of_a_workbook_none(shop: Shop) -> None:
    shop.scheme(SCHEME.replace("manager: Number}", "manager: Number, decimal: comma}"))
    found = bring(shop, "Number;Revenue\n0001;1.500\n0002;1500,5\n")
    assert [problem.slug for problem in found.problems] == ["bonus-kpi-point"]
    assert stored(shop) == {"M-2": "1500.5"}
    book = Workbook()
    assert book.active is not None
    for row in (["Number", "Revenue"], ["0001", 1.5], ["0002", 1500]):
        book.active.append(row)
    book.save(shop.folder / "kpi.xlsx")
    assert bring(shop, (shop.folder / "kpi.xlsx").read_bytes(), name="kpi.xlsx").problems == ()
    assert stored(shop) == {"M-1": "1.5", "M-2": "1500"}


@pytest.mark.parametrize(
    ("written", "good"),
    [
        ("2026-11", True),
        ("11.2026", True),
        ("2026-11-30", True),
        ("13.2026", False),
        ("x", False),
        ("9999-12-31", False),
        ("10.2026", False),
        ("", True),
    ],
)
def test_months_are_read_as_people_write_them(shop: Shop, written: str, good: bool) -> None:  # noqa: FBT001 - a column of the table
    shop.scheme(SCHEME.replace("manager: Number}", "manager: Number, period: Month}"))
    found = bring(shop, f"Number,Revenue,Month\n0001,5,{written}\n")
    assert bool(found.figures) == good
    assert [problem.slug for problem in found.problems] == ([] if good else ["bonus-kpi-period"])


def test_a_file_without_months_needs_one_named(shop: Shop) -> None:
    assert bring(shop, "Number,Revenue\n0001,5\n", period=None).problems[0].slug == "bonus-kpi-period"


def test_importing_again_replaces_and_keeps_the_old(shop: Shop) -> None:
    bring(shop, "Number,Revenue\n0001,5\n0002,6\n")
    again = bring(shop, "Number,Revenue\n0001,5\n0002,7\n")
    assert (again.figures, again.replaced, again.unchanged) == (1, 1, 1)
    assert stored(shop) == {"M-1": "5", "M-2": "7"}
    assert len(shop.store.payroll.entries(period="2026-11")) == 3


def test_a_number_beyond_any_payroll_is_named(shop: Shop) -> None:
    found = bring(shop, "Number,Revenue\n0001,1" + "0" * 22 + "\n")
    assert [problem.slug for problem in found.problems] == ["bonus-kpi-number"]


@pytest.mark.parametrize(
    "content", ["", "Name,Revenue\nx,1\n", "Number,Other\n0001,1\n", b"\x00\x01\x02", b"PK\x03\x04 no workbook"]
)
def test_what_is_no_table_is_refused(shop: Shop, content: str | bytes) -> None:
    with pytest.raises(KpiFileError):
        bring(shop, content)


@pytest.mark.parametrize("first", ["0001,5", "0001"])
def test_a_short_first_row_takes_no_column_from_the_others(shop: Shop, first: str) -> None:
    shop.scheme(SCHEME.replace("columns: {revenue: Revenue}", "columns: {revenue: Revenue, days_worked: Days}"))
    found = bring(shop, f"Number,Revenue,Days\n{first}\n0002,7,20\n")
    assert (found.figures, found.problems) == (2 + ("5" in first), ())
    assert {name for _, name in shop.store.payroll.figures(str(NOVEMBER))} == {"revenue", "days_worked"}


def test_a_file_of_titles_alone_has_no_figures(shop: Shop) -> None:
    assert bring(shop, "Number,Revenue\n").figures == 0


def test_a_row_with_more_cells_than_titles_is_named_and_left_out(shop: Shop) -> None:
    """A number with a decimal comma in a file parted by commas would lose what stands behind it."""
    found = bring(shop, "Number,Revenue\n0001,1200,50\n0002,7,\n")
    assert [(problem.slug, problem.place and problem.place.line) for problem in found.problems] == [("bonus-kpi-cells", 2)]
    assert stored(shop) == {"M-2": "7"}


def test_an_empty_cell_is_no_figure(shop: Shop, tmp_path: Path) -> None:
    assert bring(shop, "Number,Revenue\n0001,\n").figures == 0


@pytest.mark.parametrize("cut", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_that_was_cut_is_refused(shop: Shop, cut: str) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["Number", "Revenue"], ["0001", 1.5]):
        book.active.append(row)
    book.save(shop.folder / "kpi.xlsx")
    short = io.BytesIO()
    with zipfile.ZipFile(shop.folder / "kpi.xlsx") as whole, zipfile.ZipFile(short, "w") as written:
        for name in whole.namelist():
            content = whole.read(name)
            written.writestr(name, content[: len(content) // 2] if name == cut else content)
    with pytest.raises(KpiFileError):
        bring(shop, short.getvalue(), name="kpi.xlsx")


def test_two_columns_of_one_title_are_refused(shop: Shop) -> None:
    with pytest.raises(KpiFileError, match="Revenue"):
        bring(shop, "Number,Revenue,Revenue\n0001,5,6\n")


def test_a_cell_beyond_measure_is_refused(shop: Shop) -> None:
    with pytest.raises(KpiFileError):
        bring(shop, f"Number,Revenue\n0001,{'9' * 140_000}\n")
