"""Full text over transcripts by word form: the index holds lemmas, and so does the query."""

from __future__ import annotations

from importlib import import_module

from callqa.model import Analysis
from callqa.store.connection import Connection


class Search:
    """SQLite's FTS5 over the likeliest lemma of every word said."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, analysis: Analysis, *, call_key: int) -> None:
        """Index a call's words in place of what was indexed before; the analysis is stored already."""
        key = self._connection.value("SELECT analysis_key FROM analyses WHERE analysis_id = ?", (analysis.analysis_id,))
        with self._connection.write():
            if self._connection.value("SELECT analysis_key FROM searched WHERE call_key = ?", (call_key,)) == key:
                return
            self.remove(call_key)
            self._connection.execute("INSERT INTO search (rowid, lemmas) VALUES (?, ?)", (call_key, _words(analysis)))
            self._connection.insert("searched", {"call_key": call_key, "analysis_key": key})

    def remove(self, call_key: int) -> None:
        """Take a call's words out of the index, before they are purged."""
        sql = "SELECT a.payload FROM searched s JOIN analyses a USING (analysis_key) WHERE s.call_key = ?"
        packed = self._connection.value(sql, (call_key,))
        if packed is None:
            return
        analysis: Analysis = import_module("callqa.analysis.storing").decode(packed)
        with self._connection.write():
            forget = "INSERT INTO search (search, rowid, lemmas) VALUES ('delete', ?, ?)"
            self._connection.execute(forget, (call_key, _words(analysis)))
            self._connection.execute("DELETE FROM searched WHERE call_key = ?", (call_key,))


def _words(analysis: Analysis) -> str:
    return " ".join(candidates[0] for turn in analysis.turns for candidates in turn.lemmas)


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
