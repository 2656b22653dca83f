"""Blind samples and the judgements people gave on them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime

from callqa.model import Outcome
from callqa.store.connection import Connection, Row
from callqa.store.errors import SampleUnknownError
from callqa.store.hearing import HEARD, HEARING
from callqa.store.rows import JudgementPair, SampleRow

_HEARABLE = "c.state IN ('scored', 'not_assessed') AND c.purged_at IS NULL"


class Calibration:
    """Samples of calls drawn by chance, and judgements made without seeing the machine's."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def draw(self, *, scorecard_hash: str, engine_model: str | None, size: int, seed: int, who: str) -> SampleRow:
        """Draw judged calls by chance among those whose current evaluation used a scorecard, all heard in one way.

        A licence is for one way of hearing: engine, model with its revision, and recipe. It is that of the newest evaluation.

        Args:
            scorecard_hash: The scorecard to be measured.
            engine_model: Only calls heard by this speech model; ``None`` takes that of the newest evaluation.
            size: Calls wanted; all there are where they are fewer.
            seed: Of the draw: the same seed over the same calls draws the same sample.
            who: Who asked for it.

        Raises:
            SampleUnknownError: No call was evaluated so.
        """
        judged = self._judged(scorecard_hash, engine_model)
        if not judged:
            raise SampleUnknownError(sample=scorecard_hash[:19])
        newest = max(judged, key=lambda call: int(call["evaluation_key"]))
        calls = [call for call in judged if call["hearing"] == newest["hearing"]]
        drawn = random.Random(seed).sample(calls, min(size, len(calls)))  # noqa: S311 - a sample, no secret
        with self._connection.write():
            head: Row = {"scorecard_id": newest["scorecard_id"], "scorecard_hash": scorecard_hash, "seed": seed, "who": who}
            heard = newest["engine_model"]
            key = self._connection.insert("samples", head | {"engine_model": heard, "at": self._connection.now()})
            self._connection.insert_all(
                "sample_calls",
                [
                    {"sample_key": key, "position": place, "call_key": call["call_key"], "evaluation_key": call["evaluation_key"]}
                    for place, call in enumerate(drawn)
                ],
            )
        return replace(self.sample(key), heard_otherwise=len(judged) - len(calls))

    def hearing(self, scorecard_hash: str, engine_model: str) -> str | None:
        """Name the newest way in which a model heard calls judged by a scorecard; ``None`` where there are none."""
        sql = f"""
            SELECT {HEARING} AS hearing FROM evaluations e NOT INDEXED
            CROSS JOIN calls c ON c.evaluation_key = e.evaluation_key {HEARD}
            WHERE e.scorecard_hash = ? AND e.engine_model = ? AND {_HEARABLE} ORDER BY e.evaluation_key DESC LIMIT 1
        """  # noqa: S608 - our own words; from the newest back, until one fits
        found: str | None = self._connection.value(sql, (scorecard_hash, engine_model))
        return found

    def _judged(self, scorecard_hash: str, engine_model: str | None) -> list[Row]:
        sql = f"""
            SELECT c.call_key, e.evaluation_key, e.scorecard_id, e.engine_model, {HEARING} AS hearing
            FROM calls c JOIN evaluations e ON e.evaluation_key = c.evaluation_key {HEARD}
            WHERE e.scorecard_hash = ? AND e.engine_model = COALESCE(?, e.engine_model) AND {_HEARABLE} ORDER BY c.call_key"""  # noqa: S608 - our own words
        return list(self._connection.rows(sql, (scorecard_hash, engine_model)))

    def sample(self, sample_key: int | None = None) -> SampleRow:
        """Read a sample; the latest where none is named.

        Raises:
            SampleUnknownError: There is none.
        """
        sql = "SELECT * FROM samples WHERE sample_key = COALESCE(?, (SELECT MAX(sample_key) FROM samples))"
        row = self._connection.first(sql, (sample_key,))
        if row is None:
            raise SampleUnknownError(sample="-" if sample_key is None else sample_key)
        calls = self._connection.rows(
            "SELECT c.call_id FROM sample_calls s JOIN calls c USING (call_key) WHERE s.sample_key = ? ORDER BY s.position",
            (row["sample_key"],),
        )
        return SampleRow(
            sample_key=row["sample_key"],
            scorecard_id=row["scorecard_id"],
            scorecard_hash=row["scorecard_hash"],
            engine_model=row["engine_model"],
            seed=row["seed"],
            who=row["who"],
            at=datetime.fromisoformat(row["at"]),
            call_ids=tuple(call["call_id"] for call in calls),
        )

    def samples(self) -> tuple[SampleRow, ...]:
        """List samples, oldest first."""
        return tuple(self.sample(row["sample_key"]) for row in self._connection.rows("SELECT sample_key FROM samples ORDER BY 1"))

    def judge(self, sample_key: int, call_id: str, criterion_id: str, outcome: Outcome, *, who: str) -> None:
        """Note a person's judgement; a later one on the same criterion of the same call counts instead.

        Raises:
            SampleUnknownError: The sample has no such call.
        """
        sql = "SELECT s.call_key FROM sample_calls s JOIN calls c USING (call_key) WHERE s.sample_key = ? AND c.call_id = ?"
        call_key = self._connection.value(sql, (sample_key, call_id))
        if call_key is None:
            raise SampleUnknownError(sample=f"{sample_key} / {call_id}")
        row: Row = {"sample_key": sample_key, "call_key": call_key, "criterion_id": criterion_id, "outcome": outcome, "who": who}
        self._connection.insert("judgements", row | {"at": self._connection.now()})

    def pairs(self, sample_key: int) -> tuple[JudgementPair, ...]:
        """Give the latest judgement on each criterion of each call beside the machine's outcome of the sampled evaluation."""
        sql = """
            SELECT c.call_id, j.criterion_id, j.outcome AS person, r.outcome AS machine, j.who
            FROM judgements j JOIN calls c USING (call_key)
            JOIN sample_calls s ON s.sample_key = j.sample_key AND s.call_key = j.call_key
            JOIN criterion_results r ON r.evaluation_key = s.evaluation_key AND r.criterion_id = j.criterion_id
            WHERE j.sample_key = ? AND j.judgement_key = (SELECT MAX(l.judgement_key) FROM judgements l
              WHERE l.sample_key = j.sample_key AND l.call_key = j.call_key AND l.criterion_id = j.criterion_id)
            ORDER BY r.position, s.position"""
        return tuple(
            JudgementPair(
                call_id=row["call_id"],
                criterion_id=row["criterion_id"],
                person=Outcome(row["person"]),
                machine=Outcome(row["machine"]),
                who=row["who"],
            )
            for row in self._connection.rows(sql, (sample_key,))
        )
