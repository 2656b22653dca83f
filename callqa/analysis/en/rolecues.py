"""Words around an English name that tell how it is used."""

from __future__ import annotations

from callqa.analysis.around import Around
from callqa.analysis.tables import cues, word_set

_SELF_BEFORE = cues("""
    my name is | my name's | name's | this is | i'm | i am | it's | it is | speaking to | here's | me | only me
    you're through to | you've reached
""")
_SELF_AFTER = cues("here | speaking | calling | from | at | with | again from | is my name")
_ASK_BEFORE = cues("speak to | speak with | talk to | through to | looking for | calling for | ask for")
_ASK_AFTER = cues("in | available | around | there | about")
_IS_THAT = cues("is that | is this | am i speaking to | am i speaking with | am i talking to")
_BEFORE_THIRD = word_set("with to for from of about by or that your my our his her told asked tell ask a the")
_VERBS = word_set("""
    is was has had did will would said says told tells mentioned asked asks wants wanted thinks thought needs needed
    sent sends does handles runs looks decides signs could went goes got gets works worked used uses
""")
_RESPECTS = word_set("sir ji madam")
_AUXILIARIES = word_set("is was has had did will would does could")
_ASKED_OF = word_set("it you there now that this your i we he she they the a any okay")


def role(around: Around) -> str:
    """Tell the role from the words around."""
    if not around.is_direct:
        return "third"
    if not around.is_cut_before and around.follows(_IS_THAT):
        return "address"
    if _is_self(around):
        return "self"
    if _is_asked_for(around):
        return "ask"
    if _is_third(around):
        return "third"
    return "" if around.kind == "surname" and around.nearest_after not in _RESPECTS else "address"


def _is_self(around: Around) -> bool:
    if not around.is_cut_before and around.follows(_SELF_BEFORE):
        return True
    return not around.is_cut_after and around.leads_to(_SELF_AFTER)


def _is_asked_for(around: Around) -> bool:
    if around.is_cut_before:
        return False
    return around.follows(_ASK_BEFORE) or (around.nearest_before == "is" and around.leads_to(_ASK_AFTER))


def _is_third(around: Around) -> bool:
    if not around.is_cut_before and around.nearest_before in _BEFORE_THIRD:
        return True
    if around.is_cut_after or around.nearest_after not in _VERBS:
        return False
    is_asked = around.nearest_after in _AUXILIARIES and around.after[1:2] and around.after[1] in _ASKED_OF
    return not is_asked  # "Raymond, was it …" asks him
