"""A page of headings, sentences and tables, written as text for the terminal or as HTML that prints."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from callqa.texts import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; level 1 is the page's own."""

    words: str
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """A sentence or several; ``mark`` is ``plain``, ``note``, ``warning`` or ``quote``."""

    words: str
    mark: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; columns named in ``right`` hold numbers. The last row may be a total."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    has_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Lines to sign on."""

    labels: tuple[str, ...]


Block: TypeAlias = Heading | Para | Grid | Signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page."""

    title: str
    blocks: tuple[Block, ...]
    foot: str = ""


STYLE = """
@page { size: A4; margin: 14mm }
* { box-sizing: border-box }
body { font: 10.5pt/1.4 "DejaVu Sans", Arial, sans-serif; color: #111; max-width: 190mm; margin: 8mm auto; padding: 0 4mm }
h1 { font-size: 16pt; margin: 0 0 3mm } h2 { font-size: 12pt; margin: 5mm 0 2mm } h3 { font-size: 10.5pt; margin: 3mm 0 1mm }
table { border-collapse: collapse; width: 100%; font-size: 9pt; margin: 2mm 0; break-inside: auto }
th, td { border-bottom: 1px solid #bbb; padding: 1mm 1.5mm; text-align: left; vertical-align: top }
th { border-bottom: 2px solid #333 } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
tr { break-inside: avoid } tr.total td { font-weight: bold; border-top: 2px solid #333 }
p { margin: 1.5mm 0 } .note { color: #444; font-size: 9pt } .warning { border-left: 3px solid #b00; padding-left: 2mm }
.quote { color: #333; margin-left: 4mm; font-size: 9pt } .sign { margin-top: 12mm; display: flex; gap: 12mm }
.sign div { flex: 1; border-top: 1px solid #333; padding-top: 1mm; font-size: 9pt }
footer { margin-top: 6mm; color: #555; font-size: 7.5pt; overflow-wrap: anywhere }
section + section { break-before: page }
""".strip()


def to_html(pages: tuple[Page, ...], language: Language) -> str:
    """Write pages as one document without anything from outside; every text is escaped."""
    title = escape(pages[0].title if pages else "")
    head = f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    meta = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    body = "\n".join(f"<section>{_page(page)}</section>" for page in pages)
    return f"{head}{meta}<style>{STYLE}</style></head><body>\n{body}\n</body></html>\n"


def to_text(page: Page) -> str:
    """Write a page for the terminal."""
    lines = [page.title, "=" * len(page.title)]
    for block in page.blocks:
        lines.extend(_text(block))
    if page.foot:
        lines.extend(["", page.foot])
    return "\n".join(line.rstrip() for line in lines)


def _page(page: Page) -> str:
    parts = [f"<h1>{escape(page.title)}</h1>", *(_html(block) for block in page.blocks)]
    if page.foot:
        parts.append(f"<footer>{escape(page.foot)}</footer>")
    return "\n".join(parts)


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{escape(block.words)}</h{block.level}>"
    if isinstance(block, Para):
        return f'<p class="{block.mark}">{escape(block.words)}</p>'
    if isinstance(block, Signatures):
        return '<div class="sign">' + "".join(f"<div>{escape(label)}</div>" for label in block.labels) + "</div>"
    return _html_grid(block)


def _html_grid(grid: Grid) -> str:
    head = "".join(f"<th{_side(grid, place)}>{escape(title)}</th>" for place, title in enumerate(grid.titles))
    rows = []
    for number, row in enumerate(grid.rows, start=1):
        cells = "".join(f"<td{_side(grid, place)}>{escape(cell)}</td>" for place, cell in enumerate(row))
        is_total = grid.has_total and number == len(grid.rows)
        rows.append(f'<tr class="total">{cells}</tr>' if is_total else f"<tr>{cells}</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _side(grid: Grid, place: int) -> str:
    return ' class="n"' if place in grid.right else ""


def _text(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return ["", block.words, "-" * len(block.words)]
    if isinstance(block, Para):
        indent = "    " if block.mark == "quote" else "! " if block.mark == "warning" else ""
        return [indent + block.words]
    if isinstance(block, Signatures):
        return ["", *(f"{label}: ____________________" for label in block.labels)]
    return _text_grid(block)


def _text_grid(grid: Grid) -> list[str]:
    rows = [grid.titles, *grid.rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(grid.titles))]
    lines = ["  ".join(_padded(cell, widths[place], right=place in grid.right) for place, cell in enumerate(row)) for row in rows]
    rule = "  ".join("-" * width for width in widths)
    lines.insert(1, rule)
    if grid.has_total and grid.rows:
        lines.insert(len(lines) - 1, rule)
    return lines


def _padded(cell: str, width: int, *, right: bool) -> str:
    return cell.rjust(width) if right else cell.ljust(width)
