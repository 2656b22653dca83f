"""A transcript becomes an analysis: lemmas, sounds, names, numbers, questions and measures of the talk, word by word.

The doors stand in docs/ARCHITECTURE.md. Nothing here knows of scorecards.
"""

from callqa.analysis.analysing import analyse, analyse_many, analysis_name
from callqa.analysis.storing import DamagedAnalysisError, decode, encode

__all__ = ["DamagedAnalysisError", "analyse", "analyse_many", "analysis_name", "decode", "encode"]
