"""Call records of telephone exchanges: read, joined, matched to recordings; see docs/telephony.md."""

from callqa.ingest.call_records.completeness import Completeness, compare
from callqa.ingest.call_records.presets import PRESETS
from callqa.ingest.call_records.reading import CallRecords, read_call_records
from callqa.ingest.call_records.record import CallRecord, metas_of
from callqa.ingest.call_records.values import phone_of

__all__ = [
    "PRESETS",
    "CallRecord",
    "CallRecords",
    "Completeness",
    "compare",
    "metas_of",
    "phone_of",
    "read_call_records",
]
