"""Rows become tables: on the terminal, in CSV, XLSX and JSON. Nothing here computes a score or money."""

from callqa.report.table import Column, Kind, Table

__all__ = ["Column", "Kind", "Table"]
