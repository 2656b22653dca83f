"""One self-contained file for a manager and a stretch of days: scores, evidence, and short clips of sound.

No server, no address from outside: styles stand in the file, and sound as data. For who may have it: it holds clients' words.
"""

from callqa.report.html.booklet import Booklet, BookletCall, BookletCriterion, Clip, render_booklet

__all__ = ["Booklet", "BookletCall", "BookletCriterion", "Clip", "render_booklet"]
