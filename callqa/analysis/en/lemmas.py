"""English lemmas by rule: a table of irregular forms, and endings taken off; each spelling that could be meant is a candidate."""

from __future__ import annotations

import re
from functools import lru_cache

from callqa.analysis.tables import rows, word_set

_IRREGULAR_TEXT = """
be: am is are was were been being 's 're 'm
have: has had having 've
do: does did done doing
go: goes went gone
say: said
get: got gotten getting
make: made making
know: knew known
think: thought
take: took taken taking
see: saw seen
come: came coming
give: gave given giving
find: found
tell: told
feel: felt
leave: left leaving
put: putting
mean: meant
keep: kept
let: letting
begin: began begun beginning
run: ran running
show: shown
hear: heard
write: wrote written writing
sit: sat sitting
stand: stood
lose: lost losing
pay: paid
meet: met
set: setting
learn: learnt
lead: led
understand: understood
speak: spoke spoken
spend: spent
grow: grew grown
win: won winning
buy: bought
send: sent
build: built
fall: fell fallen
cut: cutting
sell: sold
deal: dealt
drive: drove driven driving
break: broke broken
choose: chose chosen choosing
bring: brought
hold: held
catch: caught
teach: taught
cost: costing
forget: forgot forgotten forgetting
sleep: slept
shut: shutting
hit: hitting
hurt: hurting
rise: rose risen rising
throw: threw thrown
wear: wore worn
eat: ate eaten
drink: drank drunk
ring: rang rung
sign: signing signed
bear: bore borne
beat: beaten
bet: betting
bind: bound
bite: bit bitten
blow: blew blown
burn: burnt
draw: drew drawn
fight: fought
fly: flew flown flies
forgive: forgave forgiven
freeze: froze frozen
hide: hid hidden
lay: laid
lend: lent
lie: lay lain lying
light: lit
quit: quitting
ride: rode ridden
shake: shook shaken
shoot: shot
sing: sang sung
sink: sank sunk
steal: stole stolen
stick: stuck
swear: swore sworn
swim: swam swum
wake: woke woken
wind: wound
tie: tying
die: dying
use: using used
lease: leasing leased
good: better best
bad: worse worst
far: further furthest farther
little: less least
much: more most
man: men
woman: women
child: children
person: people
foot: feet
tooth: teeth
mouse: mice
life: lives
wife: wives
half: halves
shelf: shelves
leaf: leaves
business: businesses
i: me my mine myself
you: your yours yourself yourselves
he: him his himself
she: her hers herself
it: its itself
we: us our ours ourselves
they: them their theirs themselves
this: these
that: those
a: an
not: n't
will: 'll won't
"""

_WHOLE = word_set("""
    this is his was has does goes us yes thus plus bus gas news always perhaps less unless across address access process
    business discuss focus status bonus basis analysis series during morning evening nothing something anything
    everything thing bring ring spring string king sing wing need feed speed indeed agreed seed red bed hundred ever
    never over under after other another either neither whether rather together number order offer customer computer
    paper water better matter letter later quarter manager her per super answer consider deliver remember cover discover
    sir for or your our four hour best rest test west cost most past last just must fast list lost least interest
    request invest suggest honest trust address canvas lens guess press express miss pass class boss loss cross glass
    stress success wireless regardless nonetheless ed ing wed shed sled
""")

_CONTRACTED = re.compile(r"^(.+?)(n't|'s|'re|'ve|'ll|'d|'m|')$")
_TAILS = {"n't": "not", "'re": "be", "'ve": "have", "'ll": "will", "'m": "be"}
_E_MAYBE = re.compile(r"(?:[aeiou][cuszvg]|[^aeiou]l|[iu]r|[aeo]r|rg|[dn]g|[rnl]s|[rl]v|[nr]c|[aeiou][tdmnklpb])$")
_E_SURE = re.compile(
    r"(?:[^aeiou]at|[aeiou][vcz]|[aeou]u|iz|uc|rg|dg|rs|ns|ls|rv|lv|nc|rc|[^aeiou][ai]g|[bcdfgkpt]l|[^aeiou]i[drlpmvkt]|u[srl]|uot|as)$"
    r"|^(?:[^aeiou]|qu)*[aeiou][^aeiouwxy]$"  # a short stem that does not double its consonant: hoping, using
)
_DOUBLED = re.compile(r"(?:[^aeiou][aeiou]|qui)([bdgmnprt])\1$|(l)\2$")
_VOWEL = re.compile(r"[aeiouy]")


def _irregular() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for lemma, forms in rows(_IRREGULAR_TEXT):
        for form in forms:
            table[form] = (*table.get(form, ()), lemma)
    return table


_IRREGULAR = _irregular()


@lru_cache(maxsize=32_768)
def lemmas(word: str) -> tuple[str, ...]:
    """Give the candidate lemmas of a lower-case word, likeliest first; the word itself is always one of them."""
    if word in _IRREGULAR:
        return (*_IRREGULAR[word], *((word,) if word not in _IRREGULAR[word] else ()))
    contracted = _CONTRACTED.match(word)
    if contracted:
        return _contracted_lemmas(word, contracted.group(1), contracted.group(2))
    candidates = [] if word in _WHOLE else _bare(word)
    return tuple(dict.fromkeys([*candidates, word]))


def _contracted_lemmas(word: str, base: str, tail: str) -> tuple[str, ...]:
    stem = {"ca": "can", "wo": "will", "sha": "shall"}.get(base, base) if tail == "n't" else base
    extra = (_TAILS[tail],) if tail in _TAILS else ()
    return tuple(dict.fromkeys([*lemmas(stem)[:1], word, stem, *extra]))


def _bare(word: str) -> list[str]:
    """Take plural, past, -ing, comparative endings off, longest first."""
    for ending, least in (("ing", 5), ("ed", 4), ("est", 6), ("er", 5)):
        stem = word.removesuffix(ending)
        if stem != word and len(word) >= least and _VOWEL.search(stem):
            return _verb_stems(word, stem) if ending in ("ing", "ed") else [word, *_verb_stems(word, stem)]
    return _plural(word)


def _verb_stems(word: str, stem: str) -> list[str]:
    if word.endswith("ied"):
        return [word[:-3] + "y"]
    if stem.endswith("i") and not word.endswith("ing"):
        return [stem[:-1] + "y"]
    if _DOUBLED.search(stem):
        return [stem, stem[:-1]] if stem.endswith("ll") else [stem[:-1]]
    if _E_SURE.search(stem):
        return [stem + "e", stem]
    if _E_MAYBE.search(stem):
        return [stem, stem + "e"]
    return [stem]


def _plural(word: str) -> list[str]:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):  # noqa: PLR2004 - "bus", "gas"
        return []
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - "ties"
        return [word[:-3] + "y", word[:-1]]
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        return [word[:-2], word[:-1]]
    if word.endswith("ves"):
        return [word[:-1], word[:-3] + "f"]
    return [word[:-1]]
