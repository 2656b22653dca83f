"""A label's calibration: what turns log-odds into log-odds that mean what they say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log-odds become ``slope * log-odds + shift``."""

    slope: float = 1.0
    shift: float = 0.0
