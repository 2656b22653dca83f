"""The way a call takes through the rooms: found, heard, analysed, scored, stored."""

from callqa.pipeline.options import Listener, RunOptions, RunReport, Seen
from callqa.pipeline.running import score_paths

__all__ = ["Listener", "RunOptions", "RunReport", "Seen", "score_paths"]
