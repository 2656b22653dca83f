"""The call model: what a call is (a sale, service, a wrong number …) and of which type, from all its words together."""

from callqa.analysis.callmodel.labels import KINDS, TYPES
from callqa.analysis.callmodel.reading import read_call, version

__all__ = ["KINDS", "TYPES", "read_call", "version"]
