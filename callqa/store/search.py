"""Full text over transcripts by word form: the index holds lemmas, and so does the query."""

from __future__ import annotations

import zlib
from importlib import import_module

from callqa.model import Analysis
from callqa.store.blobs import LEVEL
from callqa.store.connection import Connection


class Search:
    """SQLite's FTS5 over the likeliest lemma of every word said."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, analysis: Analysis, *, call_key: int) -> None:
        """Index a call's words in place of what was indexed before."""
        words = " ".join(candidates[0] for turn in analysis.turns for candidates in turn.lemmas)
        with self._connection.write():
            self.remove(call_key)
            self._connection.execute("INSERT INTO search (rowid, lemmas) VALUES (?, ?)", (call_key, words))
            self._connection.insert("searched", {"call_key": call_key, "words": zlib.compress(words.encode(), LEVEL)})

    def remove(self, call_key: int) -> None:
        """Take a call's words out of the index."""
        packed = self._connection.value("SELECT words FROM searched WHERE call_key = ?", (call_key,))
        if packed is None:
            return
        with self._connection.write():
            forget = "INSERT INTO search (search, rowid, lemmas) VALUES ('delete', ?, ?)"
            self._connection.execute(forget, (call_key, zlib.decompress(packed).decode()))
            self._connection.execute("DELETE FROM searched WHERE call_key = ?", (call_key,))


def words_query(words: str, language: str) -> str | None:
    """Word what a person typed as a query for ``Filter.words``: every word in any form; ``None`` where nothing is left.

    A phrase in double quotes must stand together.
    """
    analysis = import_module("callqa.analysis.words")
    parts: list[str] = []
    for place, part in enumerate(words.split('"')):
        lemmas = [analysis.lemmas(token.word, language)[0] for token in analysis.tokenize(part, language)]
        quoted = [f'"{lemma}"' for lemma in lemmas]
        if place % 2 and quoted:
            parts.append('"' + " ".join(lemmas) + '"')
        else:
            parts.extend(quoted)
    return " AND ".join(parts) or None
