"""The turn model: what each turn does, as probabilities of the guide's labels, read by a small model trained on labelled calls.

Applying it needs numpy; sentence vectors (extra ``vectors``) make it better. How it was trained, and on what, stands in
``train.py`` and docs/measurements/agreement.md.
"""

from callqa.analysis.turnmodel.reading import predict, version

__all__ = ["predict", "version"]
