"""callqa: sales calls transcribed locally, scored against a YAML checklist, and rolled into pay."""

__version__ = "0.1.0"
