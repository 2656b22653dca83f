"""``callqa calls``: the calls that a filter finds, as the page of calls shows and exports them."""

from __future__ import annotations

import click

from callqa.cli.correct import CALL_TYPES
from callqa.cli.outputs import Outputs, with_outputs
from callqa.cli.session import Session, with_session

SORTS = ("newest", "oldest", "worst", "best", "longest", "call")


@click.command()
@click.option("--words", "q", metavar="TEXT", help="Words said, in any form; in quotes, together.")
@click.option("--manager", multiple=True, metavar="ID", help="Only this manager (may be repeated).")
@click.option("--team", multiple=True, help="Only this team (may be repeated).")
@click.option("--since", metavar="YYYY-MM-DD", help="First day.")
@click.option("--until", metavar="YYYY-MM-DD", help="Last day.")
@click.option("--call-type", type=click.Choice(CALL_TYPES), help="Only this kind of call.")
@click.option("--state", type=click.Choice(["scored", "not_assessed", "excluded"]), help="Only calls in this state.")
@click.option("--outcome", multiple=True, metavar="CRITERION:OUTCOME", help="Only calls where it came out so (may be repeated).")
@click.option("--score-from", "least", metavar="N", help="Score, 0 to 100.")
@click.option("--score-to", "most", metavar="N")
@click.option("--longer", metavar="MINUTES", help="At least so long.")
@click.option("--shorter", metavar="MINUTES", help="At most so long.")
@click.option("--doubtful", is_flag=True, help="Only calls of which something was not assessed.")
@click.option("--judged", is_flag=True, help="Only calls that a person changed.")
@click.option("--sort", type=click.Choice(SORTS), default="newest", show_default=True)
@click.option("--column", "col", multiple=True, metavar="NAME", help="score, date, manager, client, type, length, assessed, "
              "or c.CRITERION (may be repeated); else all.")  # fmt: skip
@with_outputs
@with_session
def calls(*, session: Session, outputs: Outputs, **words: object) -> None:
    """List the calls that a filter finds, with every criterion unless columns are named.

    The filters are those of the page of calls; --xlsx and --csv write what it exports.
    """
    from callqa.cli.reviewing import list_calls  # noqa: PLC0415 - help needs none of it

    list_calls(session, outputs, words)
