"""Tables of the review pages: accounts, sessions, who heard what, alerts, and sums by day that keep 100,000 calls quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from callqa.store.migrations.m_core import guard

if TYPE_CHECKING:
    from sqlite_utils import Database

REVIEW = Migrations("review")

_ACCOUNTS = """
CREATE TABLE users (
  login TEXT PRIMARY KEY COLLATE NOCASE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('head', 'manager', 'payroll', 'admin')),
  team TEXT,                              -- of a head of sales who sees one team only
  manager_id TEXT,                        -- of a manager: whose calls are theirs
  password TEXT NOT NULL,                 -- a hash that names its own parameters
  is_active INTEGER NOT NULL DEFAULT 1,
  added_at TEXT NOT NULL,
  added_by TEXT NOT NULL
) STRICT;
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,            -- the token itself is in the browser only
  login TEXT NOT NULL REFERENCES users,
  csrf TEXT NOT NULL,
  begun_at TEXT NOT NULL,
  seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_login ON sessions (login);
CREATE TABLE login_failures (
  failure_key INTEGER PRIMARY KEY,
  login TEXT NOT NULL COLLATE NOCASE,
  address TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX login_failures_by_login ON login_failures (login, at);
CREATE INDEX login_failures_by_address ON login_failures (address, at);
CREATE TABLE access_log (
  access_key INTEGER PRIMARY KEY,
  who TEXT NOT NULL,
  role TEXT NOT NULL,
  what TEXT NOT NULL,                     -- sound, waveform, login, logout, refused, user …
  call_id TEXT,
  detail TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX access_log_by_call ON access_log (call_id, who, at);
CREATE INDEX access_log_by_time ON access_log (at);
CREATE TABLE waveforms (
  recording_id TEXT PRIMARY KEY REFERENCES recordings,
  channels INTEGER NOT NULL,
  peaks BLOB NOT NULL                     -- 0 to 255, channel after channel
) STRICT, WITHOUT ROWID;
"""

_ALERTS = """
CREATE TABLE alerts (
  alert_key INTEGER PRIMARY KEY,
  rule TEXT NOT NULL,
  subject TEXT NOT NULL,                  -- what it is about: the same subject never rings twice for one rule
  manager_id TEXT,
  team TEXT,
  call_id TEXT,
  facts TEXT NOT NULL,                    -- JSON: what the sentence needs
  at TEXT NOT NULL,
  UNIQUE (rule, subject)
) STRICT;
CREATE TABLE alert_deliveries (
  alert_key INTEGER NOT NULL REFERENCES alerts,
  channel TEXT NOT NULL,                  -- file, mail, command
  at TEXT NOT NULL,
  fault TEXT,                             -- kind of error where it could not be delivered
  PRIMARY KEY (alert_key, channel, at)
) STRICT, WITHOUT ROWID;
"""

_DAYS = """
CREATE TABLE day_scores (                 -- judged calls of a manager on a day, overrides applied
  local_day TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  team TEXT NOT NULL,
  calls INTEGER NOT NULL,
  scored INTEGER NOT NULL,
  score_sum INTEGER NOT NULL,
  square_sum INTEGER NOT NULL,
  earned_millipoints INTEGER NOT NULL,
  possible_millipoints INTEGER NOT NULL,
  unassessed_millipoints INTEGER NOT NULL,
  PRIMARY KEY (local_day, manager_id, team)
) STRICT, WITHOUT ROWID;
CREATE TABLE day_results (
  local_day TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  team TEXT NOT NULL,
  criterion_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  met INTEGER NOT NULL,
  partly_met INTEGER NOT NULL,
  not_met INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  not_assessed INTEGER NOT NULL,
  earned_millipoints INTEGER NOT NULL,
  possible_millipoints INTEGER NOT NULL,
  PRIMARY KEY (local_day, manager_id, team, criterion_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE days_stale (                 -- cells that no longer hold what the calls say
  local_day TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  PRIMARY KEY (local_day, manager_id)
) STRICT, WITHOUT ROWID;
INSERT INTO days_stale
SELECT DISTINCT COALESCE(local_day, ''), COALESCE(manager_id, '') FROM calls WHERE evaluation_key IS NOT NULL;
CREATE TRIGGER calls_make_days_stale AFTER UPDATE OF
  evaluation_key, state, score_e4, manager_id, team, local_day, overrides, earned_millipoints ON calls
BEGIN
  INSERT OR IGNORE INTO days_stale VALUES (COALESCE(OLD.local_day, ''), COALESCE(OLD.manager_id, ''));
  INSERT OR IGNORE INTO days_stale VALUES (COALESCE(NEW.local_day, ''), COALESCE(NEW.manager_id, ''));
END;
CREATE INDEX calls_newest ON calls (started_at DESC, call_id);
CREATE INDEX calls_oldest ON calls (started_at IS NULL, started_at, call_id);
CREATE INDEX calls_worst ON calls (score_e4 IS NULL, score_e4, started_at, call_id);
CREATE INDEX calls_best ON calls (score_e4 DESC, started_at, call_id);
CREATE INDEX calls_longest ON calls (duration_ms DESC, call_id);
CREATE INDEX calls_by_state ON calls (state, started_at DESC);
"""

_ORDERS = {
    "calls_newest": "started_at DESC, call_id",
    "calls_oldest": "started_at IS NULL, started_at, call_id",
    "calls_worst": "score_e4 IS NULL, score_e4, started_at, call_id",
    "calls_best": "score_e4 DESC, started_at, call_id",
    "calls_longest": "duration_ms DESC, call_id",
    "calls_of_days": "local_day, score_e4, started_at, call_id",
}
"""How the table of calls is sorted; each index holds what its filters ask, too, so that no row is read for a call not shown."""

_FILTERED = "evaluation_key, state, local_day, manager_id, team, call_type, score_e4, unassessed_millipoints, overrides"


@REVIEW()
def m0001_review(database: Database) -> None:
    """Create the tables behind the review pages."""
    for script in (_ACCOUNTS, _ALERTS, _DAYS):
        database.executescript(script)
    for table in ("access_log", "alerts", "alert_deliveries"):
        guard(database, table)


@REVIEW()
def m0002_count_evaluated(database: Database) -> None:
    """Let evaluated calls be counted without reading them."""
    database.execute("CREATE INDEX calls_evaluated ON calls (evaluation_key)")


@REVIEW()
def m0003_read_days_from_an_index(database: Database) -> None:
    """Let the best, the worst and the open calls of a stretch of days be found without reading whole rows."""
    database.execute(
        "CREATE INDEX calls_of_days ON calls "
        "(local_day, score_e4, started_at, call_id, manager_id, team, state, evaluation_key, unassessed_millipoints)"
    )
    database.execute("CREATE INDEX evaluations_critical ON evaluations (evaluation_key) WHERE critical <> '[]'")


_MONTHS = """
CREATE TABLE month_scores (               -- day_scores by month, counted anew with each of their days
  month TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  team TEXT NOT NULL,
  calls INTEGER NOT NULL,
  scored INTEGER NOT NULL,
  score_sum INTEGER NOT NULL,
  square_sum INTEGER NOT NULL,
  earned_millipoints INTEGER NOT NULL,
  possible_millipoints INTEGER NOT NULL,
  unassessed_millipoints INTEGER NOT NULL,
  PRIMARY KEY (month, manager_id, team)
) STRICT, WITHOUT ROWID;
CREATE TABLE month_results (
  month TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  team TEXT NOT NULL,
  criterion_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  met INTEGER NOT NULL,
  partly_met INTEGER NOT NULL,
  not_met INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  not_assessed INTEGER NOT NULL,
  earned_millipoints INTEGER NOT NULL,
  possible_millipoints INTEGER NOT NULL,
  PRIMARY KEY (month, manager_id, team, criterion_id)
) STRICT, WITHOUT ROWID;
INSERT INTO month_scores
SELECT substr(local_day, 1, 7), manager_id, team, SUM(calls), SUM(scored), SUM(score_sum), SUM(square_sum),
  SUM(earned_millipoints), SUM(possible_millipoints), SUM(unassessed_millipoints) FROM day_scores GROUP BY 1, 2, 3;
INSERT INTO month_results
SELECT substr(local_day, 1, 7), manager_id, team, criterion_id, MIN(position), SUM(met), SUM(partly_met), SUM(not_met),
  SUM(not_applicable), SUM(not_assessed), SUM(earned_millipoints), SUM(possible_millipoints) FROM day_results GROUP BY 1, 2, 3, 4;
CREATE INDEX day_scores_by_manager ON day_scores (manager_id, local_day);
CREATE INDEX day_results_by_manager ON day_results (manager_id, local_day);
CREATE INDEX calls_open ON calls (unassessed_millipoints DESC, call_id, local_day, manager_id, team, state, evaluation_key)
  WHERE unassessed_millipoints > 0;
CREATE INDEX evaluations_models ON evaluations (local_day, engine_model, purpose);
"""

_CLAIMS = """
CREATE TABLE alert_claims (               -- who is sending an alert just now: no second process sends it meanwhile
  alert_key INTEGER NOT NULL REFERENCES alerts,
  channel TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (alert_key, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX calls_touches ON calls (local_day, phone, direction, started_at, call_id, json_extract(meta, '$.tags.lead_at'),
  json_extract(meta, '$.tags.missed'), json_extract(meta, '$.tags.exchange_id'));
"""


@REVIEW()
def m0004_months_and_open_calls(database: Database) -> None:
    """Let a year be summed from its months, and its open calls be found by an index."""
    database.executescript(_MONTHS)


@REVIEW()
def m0005_alert_claims(database: Database) -> None:
    """Let one sender at a time have an alert, and waiting leads be looked for without reading every call."""
    database.executescript(_CLAIMS)


@REVIEW()
def m0006_filter_by_indexes(database: Database) -> None:
    """Let the table of calls be filtered, sorted, counted and paged by its indexes alone."""
    for name, columns in _ORDERS.items():
        further = ", ".join(column for column in _FILTERED.split(", ") if column not in columns.split(", "))
        database.execute(f"DROP INDEX {name}")
        database.execute(f"CREATE INDEX {name} ON calls ({columns}, {further})")
    database.execute("CREATE INDEX evaluations_judged ON evaluations (scorecard_hash, engine_model, purpose)")
    database.execute("CREATE INDEX criterion_results_by_outcome ON criterion_results (criterion_id, outcome)")
    database.execute("CREATE INDEX evaluations_by_length ON evaluations (duration_ms)")


_BY_SCORECARD = """
DROP TABLE month_scores;
DROP TABLE month_results;
DROP TABLE day_scores;
DROP TABLE day_results;
DROP TRIGGER calls_make_days_stale;
CREATE TABLE day_scores (                 -- judged calls of a manager on a day by one scorecard, overrides applied
  local_day TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  known_as TEXT NOT NULL,                 -- as the source gave them, where the roster does not know the manager
  team TEXT NOT NULL,
  source_key INTEGER NOT NULL,            -- of the scorecard
  heard_by TEXT NOT NULL,
  calls INTEGER NOT NULL,
  scored INTEGER NOT NULL,
  score_sum INTEGER NOT NULL,
  square_sum INTEGER NOT NULL,
  earned_millipoints INTEGER NOT NULL,
  possible_millipoints INTEGER NOT NULL,
  unassessed_millipoints INTEGER NOT NULL,
  changed INTEGER NOT NULL,               -- scored calls in which a person changed something
  PRIMARY KEY (local_day, manager_id, known_as, team, source_key, heard_by)
) STRICT, WITHOUT ROWID;
CREATE TABLE day_results (
  local_day TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  team TEXT NOT NULL,
  source_key INTEGER NOT NULL,
  criterion_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  met INTEGER NOT NULL,
  partly_met INTEGER NOT NULL,
  not_met INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  not_assessed INTEGER NOT NULL,
  earned_millipoints INTEGER NOT NULL,
  possible_millipoints INTEGER NOT NULL,
  PRIMARY KEY (local_day, manager_id, team, source_key, criterion_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE month_scores (               -- day_scores by month, counted anew with each of their days
  month TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  known_as TEXT NOT NULL,
  team TEXT NOT NULL,
  source_key INTEGER NOT NULL,
  heard_by TEXT NOT NULL,
  calls INTEGER NOT NULL,
  scored INTEGER NOT NULL,
  score_sum INTEGER NOT NULL,
  square_sum INTEGER NOT NULL,
  earned_millipoints INTEGER NOT NULL,
  possible_millipoints INTEGER NOT NULL,
  unassessed_millipoints INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  PRIMARY KEY (month, manager_id, known_as, team, source_key, heard_by)
) STRICT, WITHOUT ROWID;
CREATE TABLE month_results (
  month TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  team TEXT NOT NULL,
  source_key INTEGER NOT NULL,
  criterion_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  met INTEGER NOT NULL,
  partly_met INTEGER NOT NULL,
  not_met INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  not_assessed INTEGER NOT NULL,
  earned_millipoints INTEGER NOT NULL,
  possible_millipoints INTEGER NOT NULL,
  PRIMARY KEY (month, manager_id, team, source_key, criterion_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX day_scores_by_manager ON day_scores (manager_id, local_day);
CREATE INDEX day_results_by_manager ON day_results (manager_id, local_day);
CREATE TRIGGER calls_make_days_stale AFTER UPDATE OF
  evaluation_key, state, score_e4, manager, manager_id, team, local_day, overrides, earned_millipoints ON calls
BEGIN
  INSERT OR IGNORE INTO days_stale VALUES (COALESCE(OLD.local_day, ''), COALESCE(OLD.manager_id, ''));
  INSERT OR IGNORE INTO days_stale VALUES (COALESCE(NEW.local_day, ''), COALESCE(NEW.manager_id, ''));
END;
INSERT OR IGNORE INTO days_stale
SELECT DISTINCT COALESCE(local_day, ''), COALESCE(manager_id, '') FROM calls WHERE evaluation_key IS NOT NULL;
CREATE INDEX evaluations_made ON evaluations (evaluation_key, source_key, engine_model, scorecard_id);
"""


@REVIEW()
def m0007_sums_by_scorecard(database: Database) -> None:
    """Let sums by day tell scorecards apart, so that reports are read from them; whoever reads next counts them."""
    database.executescript(_BY_SCORECARD)
