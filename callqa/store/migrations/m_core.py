"""Tables of the calls, what was made of them, and what people said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

CORE = Migrations("core")

_SOURCES = """
CREATE TABLE sources (
  source_key INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                     -- scorecard, scheme, roster, kpi, settings
  name TEXT NOT NULL,
  version INTEGER,                        -- NULL where files of this kind have none
  hash TEXT NOT NULL,
  content BLOB NOT NULL,                  -- zlib over the stored form
  path TEXT,
  added_at TEXT NOT NULL,
  UNIQUE (kind, name, version),
  UNIQUE (kind, name, hash)
) STRICT;
CREATE TABLE adoptions (
  adoption_key INTEGER PRIMARY KEY,
  source_key INTEGER NOT NULL REFERENCES sources,
  kind TEXT NOT NULL,
  language TEXT,                          -- of a scorecard; NULL where it does not matter
  since TEXT NOT NULL,                    -- UTC, inclusive
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX adoptions_in_force ON adoptions (kind, language, since);
"""

_CALLS = """
CREATE TABLE recordings (
  recording_id TEXT PRIMARY KEY,
  codec TEXT NOT NULL,
  sample_rate_hz INTEGER NOT NULL,
  channels INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  lost_ms INTEGER NOT NULL,
  layout TEXT NOT NULL,
  added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE calls (
  call_key INTEGER PRIMARY KEY,
  call_id TEXT NOT NULL UNIQUE,
  recording_id TEXT REFERENCES recordings,
  file TEXT,
  state TEXT NOT NULL,                    -- a CallStatus after overrides; new before the first scoring ends
  language TEXT,
  duration_ms INTEGER,
  manager TEXT,                           -- as the source gave it
  manager_id TEXT,
  team TEXT,
  started_at TEXT,                        -- UTC
  local_day TEXT,                         -- in the project's zone
  client_name TEXT,
  client_company TEXT,
  direction TEXT,
  call_type TEXT,
  phone TEXT,
  meta TEXT NOT NULL,                     -- canonical JSON of CallMeta
  problems TEXT NOT NULL DEFAULT '[]',
  evaluation_key INTEGER REFERENCES evaluations,  -- the latest that is no preview
  score_e4 INTEGER,                       -- of that evaluation, after overrides: kept here so that tables sort by index
  earned_millipoints INTEGER NOT NULL DEFAULT 0,
  possible_millipoints INTEGER NOT NULL DEFAULT 0,
  unassessed_millipoints INTEGER NOT NULL DEFAULT 0,
  overrides INTEGER NOT NULL DEFAULT 0,
  added_at TEXT NOT NULL,
  purged_at TEXT
) STRICT;
CREATE INDEX calls_by_day ON calls (local_day, manager_id);
CREATE INDEX calls_by_manager ON calls (manager_id, local_day);
CREATE INDEX calls_by_score ON calls (score_e4);
CREATE INDEX calls_by_recording ON calls (recording_id);
CREATE TABLE call_versions (
  call_key INTEGER NOT NULL REFERENCES calls,
  version INTEGER NOT NULL,
  meta TEXT NOT NULL,
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (call_key, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE files (
  path TEXT PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  call_id TEXT,
  recording_id TEXT,
  status TEXT NOT NULL,                   -- read, duplicate, failed
  request TEXT NOT NULL,                  -- hash of the settings and metadata that the result rests on
  problems TEXT NOT NULL DEFAULT '[]',
  seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_call ON files (call_id);
CREATE INDEX files_by_recording ON files (recording_id);
"""

_MADE = """
CREATE TABLE transcripts (
  transcript_key INTEGER PRIMARY KEY,
  transcript_id TEXT NOT NULL UNIQUE,
  call_key INTEGER NOT NULL REFERENCES calls,
  recording_id TEXT,
  engine TEXT NOT NULL,
  model TEXT NOT NULL,
  revision TEXT NOT NULL,
  recipe TEXT NOT NULL,
  language TEXT NOT NULL,
  words INTEGER NOT NULL,
  payload BLOB,                           -- NULL once purged
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX transcripts_by_call ON transcripts (call_key);
CREATE INDEX transcripts_by_recording ON transcripts (recording_id, recipe);
CREATE TABLE analyses (
  analysis_key INTEGER PRIMARY KEY,
  analysis_id TEXT NOT NULL UNIQUE,
  transcript_key INTEGER NOT NULL REFERENCES transcripts,
  call_key INTEGER NOT NULL REFERENCES calls,
  payload BLOB,
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX analyses_by_call ON analyses (call_key);
CREATE INDEX analyses_by_transcript ON analyses (transcript_key);
CREATE TABLE evaluations (
  evaluation_key INTEGER PRIMARY KEY,
  evaluation_id TEXT NOT NULL,
  call_key INTEGER NOT NULL REFERENCES calls,
  analysis_key INTEGER NOT NULL REFERENCES analyses,
  source_key INTEGER NOT NULL REFERENCES sources,
  purpose TEXT NOT NULL CHECK (purpose IN ('paid', 'pilot', 'preview')),
  scorecard_id TEXT NOT NULL,
  scorecard_version INTEGER NOT NULL,
  scorecard_hash TEXT NOT NULL,
  language TEXT NOT NULL,
  engine_model TEXT NOT NULL,
  manager_id TEXT,
  team TEXT,
  started_at TEXT,
  local_day TEXT,
  duration_ms INTEGER NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,                            -- slug: why excluded or not assessed
  score_e4 INTEGER,
  earned_millipoints INTEGER NOT NULL,
  possible_millipoints INTEGER NOT NULL,
  unassessed_millipoints INTEGER NOT NULL,
  floor_e4 INTEGER NOT NULL,              -- least share assessed for a score
  assessed_e4 INTEGER NOT NULL,
  critical TEXT NOT NULL,
  context BLOB,                           -- canonical JSON of CallContext as used, compressed
  payload BLOB,
  made_by TEXT NOT NULL,                  -- version of callqa
  made_at TEXT NOT NULL,
  purged_at TEXT,
  UNIQUE (evaluation_id, purpose)
) STRICT;
CREATE INDEX evaluations_by_call ON evaluations (call_key, scorecard_hash);
CREATE INDEX evaluations_by_day ON evaluations (local_day, manager_id);
CREATE INDEX evaluations_by_manager ON evaluations (manager_id, local_day);
CREATE INDEX evaluations_by_analysis ON evaluations (analysis_key);
CREATE TABLE criterion_results (
  evaluation_key INTEGER NOT NULL REFERENCES evaluations,
  criterion_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  earned_millipoints INTEGER NOT NULL,
  possible_millipoints INTEGER NOT NULL,
  weight_millipoints INTEGER NOT NULL,
  criterion_status TEXT NOT NULL,
  is_critical INTEGER NOT NULL,
  reason TEXT,
  value INTEGER,
  PRIMARY KEY (evaluation_key, criterion_id)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(lemmas, content = '', tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE searched (                   -- whose words are in the index, which keeps none: taking them out needs them
  call_key INTEGER PRIMARY KEY REFERENCES calls,
  analysis_key INTEGER NOT NULL REFERENCES analyses
) STRICT;
"""

_PEOPLE = """
CREATE TABLE overrides (
  override_key INTEGER PRIMARY KEY,
  call_key INTEGER NOT NULL REFERENCES calls,
  scorecard_id TEXT NOT NULL,
  criterion_id TEXT NOT NULL,
  evaluation_key INTEGER NOT NULL REFERENCES evaluations,  -- what the person saw
  outcome TEXT,                           -- NULL takes the override back
  earned_millipoints INTEGER,             -- for partly met; NULL means the rule of the outcome
  kind TEXT NOT NULL,                     -- judgement, confirmed, wrong_words, wrong_speaker, dispute
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX overrides_by_call ON overrides (call_key, scorecard_id, criterion_id);
CREATE INDEX overrides_by_time ON overrides (at);
CREATE TABLE disputes (
  dispute_key INTEGER PRIMARY KEY,
  call_key INTEGER NOT NULL REFERENCES calls,
  scorecard_id TEXT NOT NULL,
  criterion_id TEXT NOT NULL,
  evaluation_key INTEGER NOT NULL REFERENCES evaluations,
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX disputes_by_call ON disputes (call_key);
CREATE TABLE dispute_decisions (
  dispute_key INTEGER PRIMARY KEY REFERENCES disputes,
  state TEXT NOT NULL CHECK (state IN ('upheld', 'rejected', 'withdrawn')),
  override_key INTEGER REFERENCES overrides,
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE comments (
  comment_key INTEGER PRIMARY KEY,
  call_key INTEGER NOT NULL REFERENCES calls,
  at_ms INTEGER,
  kind TEXT NOT NULL,                     -- comment, praise
  words TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX comments_by_call ON comments (call_key);
CREATE TABLE samples (
  sample_key INTEGER PRIMARY KEY,
  scorecard_id TEXT NOT NULL,
  scorecard_hash TEXT NOT NULL,
  engine_model TEXT NOT NULL,
  seed INTEGER NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE sample_calls (
  sample_key INTEGER NOT NULL REFERENCES samples,
  position INTEGER NOT NULL,
  call_key INTEGER NOT NULL REFERENCES calls,
  evaluation_key INTEGER NOT NULL REFERENCES evaluations,
  PRIMARY KEY (sample_key, position),
  UNIQUE (sample_key, call_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE judgements (
  judgement_key INTEGER PRIMARY KEY,
  sample_key INTEGER NOT NULL REFERENCES samples,
  call_key INTEGER NOT NULL REFERENCES calls,
  criterion_id TEXT NOT NULL,
  outcome TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX judgements_by_sample ON judgements (sample_key, criterion_id);
CREATE TABLE runs (
  run_key INTEGER PRIMARY KEY,
  command TEXT NOT NULL,
  who TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  counts TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE TABLE problems (
  problem_key INTEGER PRIMARY KEY,
  run_key INTEGER NOT NULL REFERENCES runs,
  call_id TEXT,
  severity TEXT NOT NULL,
  slug TEXT NOT NULL,
  payload TEXT NOT NULL                   -- canonical JSON of Problem
) STRICT;
CREATE INDEX problems_by_run ON problems (run_key);
"""

_VIEWS = """
CREATE VIEW overrides_now AS            -- the latest word of a person on (call, scorecard, criterion)
SELECT o.* FROM overrides o
WHERE o.override_key = (SELECT MAX(l.override_key) FROM overrides l
  WHERE l.call_key = o.call_key AND l.scorecard_id = o.scorecard_id AND l.criterion_id = o.criterion_id)
AND o.outcome IS NOT NULL;
CREATE VIEW effective_results AS        -- machine result, or the person's; a critical finding costs its weight once confirmed
SELECT r.evaluation_key, r.criterion_id, r.position, r.weight_millipoints, r.criterion_status, r.is_critical, r.reason, r.value,
  r.outcome AS machine_outcome, r.earned_millipoints AS machine_earned_millipoints,
  r.possible_millipoints AS machine_possible_millipoints,
  COALESCE(o.outcome, r.outcome) AS outcome,
  CASE WHEN o.outcome IS NULL OR (r.is_critical AND o.outcome <> 'not_met') THEN r.earned_millipoints
       WHEN o.outcome = 'met' THEN r.weight_millipoints
       WHEN o.outcome = 'partly_met' THEN COALESCE(o.earned_millipoints, r.weight_millipoints / 2)
       ELSE 0 END AS earned_millipoints,
  CASE WHEN o.outcome IS NULL OR (r.is_critical AND o.outcome <> 'not_met') THEN r.possible_millipoints
       WHEN o.outcome IN ('met', 'partly_met', 'not_met') THEN r.weight_millipoints
       ELSE 0 END AS possible_millipoints,
  CASE WHEN COALESCE(o.outcome, r.outcome) = 'not_assessed' AND NOT r.is_critical THEN r.weight_millipoints ELSE 0 END
    AS unassessed_millipoints,
  o.override_key
FROM criterion_results r
JOIN evaluations e ON e.evaluation_key = r.evaluation_key
LEFT JOIN overrides_now o ON o.call_key = e.call_key AND o.scorecard_id = e.scorecard_id AND o.criterion_id = r.criterion_id;
CREATE VIEW effective_sums AS           -- points after overrides; a call that was excluded stays so
SELECT e.evaluation_key,
  SUM(r.earned_millipoints) AS earned_millipoints,
  SUM(r.possible_millipoints) AS possible_millipoints,
  SUM(r.unassessed_millipoints) AS unassessed_millipoints,
  COUNT(r.override_key) AS overrides
FROM evaluations e JOIN effective_results r ON r.evaluation_key = e.evaluation_key
GROUP BY e.evaluation_key;
CREATE VIEW effective_scores AS
SELECT s.*, CASE WHEN s.effective_status = 'scored'
  THEN (2 * 10000 * s.earned_millipoints + s.possible_millipoints) / (2 * s.possible_millipoints) END AS score_e4  -- half up
FROM (
  SELECT e.evaluation_key, e.call_key, e.scorecard_hash, e.purpose, e.manager_id, e.local_day, e.status,
    e.score_e4 AS machine_score_e4,
    COALESCE(t.earned_millipoints, 0) AS earned_millipoints, COALESCE(t.possible_millipoints, 0) AS possible_millipoints,
    COALESCE(t.unassessed_millipoints, 0) AS unassessed_millipoints, COALESCE(t.overrides, 0) AS overrides,
    CASE WHEN e.status NOT IN ('scored', 'not_assessed') OR COALESCE(t.overrides, 0) = 0 THEN e.status
         WHEN t.possible_millipoints > 0
          AND 10000 * t.possible_millipoints >= e.floor_e4 * (t.possible_millipoints + t.unassessed_millipoints) THEN 'scored'
         ELSE 'not_assessed' END AS effective_status
  FROM evaluations e LEFT JOIN effective_sums t ON t.evaluation_key = e.evaluation_key
) s;
"""

_GUARDED = (
    "sources", "adoptions", "call_versions", "criterion_results", "overrides", "disputes", "dispute_decisions",
    "comments", "samples", "sample_calls", "judgements",
)  # fmt: skip
"""Tables whose rows are written once and never changed or deleted."""

_BLANKED = {
    # table: the columns that a purge may blank; no other column is ever written twice
    "transcripts": ("payload",),
    "analyses": ("payload",),
    "evaluations": ("payload", "context", "purged_at"),
}


def guard(database: Database, table: str) -> None:
    """Refuse every change of a row once written, and every deletion."""
    for action in ("UPDATE", "DELETE"):
        database.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )


def _guard_but(database: Database, table: str, blanked: tuple[str, ...]) -> None:
    kept = [column.name for column in database[table].columns if column.name not in blanked]
    database.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {', '.join(kept)} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )
    database.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'append-only'); END")


@CORE()
def m0001_tables(database: Database) -> None:
    """Create the tables of calls, evaluations and people's judgements."""
    for script in (_SOURCES, _CALLS, _MADE, _PEOPLE, _VIEWS):
        database.executescript(script)
    for table in _GUARDED:
        guard(database, table)
    for table, blanked in _BLANKED.items():
        _guard_but(database, table, blanked)
