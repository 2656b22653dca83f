"""What can be wrong with a speech model."""

from __future__ import annotations

from typing import ClassVar

from callqa.errors import CallqaError


class ModelError(CallqaError):
    """A speech model cannot be used."""


class ModelMissingError(ModelError):
    """No model of that name is installed."""

    slug: ClassVar[str] = "transcribe-model-missing"


class NoModelError(ModelError):
    """No speech model is installed at all."""

    slug: ClassVar[str] = "transcribe-no-model"


class ModelDamagedError(ModelError):
    """A model's files are not what they should be."""

    slug: ClassVar[str] = "transcribe-model-damaged"


class ModelNameError(ModelError):
    """There is no such model to be had."""

    slug: ClassVar[str] = "transcribe-model-unknown"


class ModelCacheError(ModelError):
    """The cache directory cannot be written (rights, or a full disk)."""

    slug: ClassVar[str] = "transcribe-model-cache"


class ModelFetchError(ModelError):
    """A model could not be fetched."""

    slug: ClassVar[str] = "transcribe-model-fetch"


class ModelMemoryError(ModelError):
    """There is not enough memory for the model."""

    slug: ClassVar[str] = "transcribe-model-memory"
