"""The network in ONNX, built from the weights when a process needs it: a BERT encoder, 8-bit products, the mean over the pieces.

Each row of activations has a scale of its own, and products of whole numbers add up exactly, so that a row says the same whatever
stands beside it. Weights get 7 bits: with 8, processors without VNNI instructions saturate a sum of two products (ONNX Runtime's
page on quantization), and the vectors would depend on the machine.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from callqa.analysis.turnmodel.e5.packed import Floats, Packed

INPUT = "rows"
"""``float32, (1, n_pieces, width)``: sums of word, place and type rows."""

_LARGEST_WEIGHT = 63
_LARGEST_ACTIVATION = 127
_ZERO = 128
_EPSILON = 1e-12
_OPERATORS = 20
_FORM = 10
_MICROSOFT = "com.microsoft"


def build_network(packed: Packed) -> Any:
    """Build and load the network; its only output is the mean over the pieces, ``float32, (1, width)``."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(_Network(packed).to_bytes(), options, providers=["CPUExecutionProvider"])


class _Network:
    """Nodes and weights under way; every name of a value is given once."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._nodes: list[NodeProto] = []
        self._weights: list[TensorProto] = []
        self._keep("flat", np.array([-1, packed.shape.width], dtype=np.int64))
        self._keep("last", np.array([-1], dtype=np.int64))
        self._keep("step", np.float32(1 / _LARGEST_ACTIVATION))
        self._keep("tiny", np.float32(_EPSILON))
        self._keep("one", np.float32(1))
        self._keep("zero", np.uint8(_ZERO))
        self._keep("zeros", np.array([_ZERO], dtype=np.uint8))

    def to_bytes(self) -> bytes:
        """Give the whole network in ONNX's form."""
        self._add("Shape", [INPUT], "shape")
        found = self._norm(self._add("Reshape", [INPUT, "flat"], "start"), "emb.ln")
        for layer in range(self._packed.shape.layers):
            found = self._layer(found, f"l{layer}")
        whole = self._add("Reshape", [found, "shape"], "end")
        self._add("ReduceMean", [whole, self._keep("pieces", np.array([1], dtype=np.int64))], "mean", keepdims=0)
        width = self._packed.shape.width
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, None, width])],
            [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, width])],
            self._weights,
        )
        versions = [helper.make_opsetid("", _OPERATORS), helper.make_opsetid(_MICROSOFT, 1)]
        content: bytes = helper.make_model(graph, opset_imports=versions, ir_version=_FORM).SerializeToString()
        return content

    def _layer(self, rows: str, name: str) -> str:
        width, inner = self._packed.shape.width, self._packed.shape.inner
        context = self._attention(rows, name)
        seen = self._product(self._quantized(context, f"{name}.ao"), (f"{name}.ao",), width)
        between = self._norm(self._add("Add", [rows, seen], f"{name}.seen"), f"{name}.aln")
        wide = self._product(self._quantized(between, f"{name}.fi"), (f"{name}.fi",), width)
        bent = self._add("Gelu", [wide], f"{name}.bent")
        narrow = self._product(self._quantized(bent, f"{name}.fo"), (f"{name}.fo",), inner)
        return self._norm(self._add("Add", [between, narrow], f"{name}.thought"), f"{name}.oln")

    def _attention(self, rows: str, name: str) -> str:
        names = tuple(f"{name}.{kind}" for kind in "qkv")
        joined = self._product(self._quantized(rows, f"{name}.qkv"), names, self._packed.shape.width)
        parts = [f"{one}.part" for one in names]
        self._nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=len(parts)))
        shaped = [self._add("Reshape", [part, "shape"], f"{part}.shaped") for part in parts]
        heads = self._packed.shape.heads
        found = self._add("MultiHeadAttention", shaped, f"{name}.attention", domain=_MICROSOFT, num_heads=heads)
        return self._add("Reshape", [found, "flat"], f"{name}.context")

    def _quantized(self, rows: str, name: str) -> tuple[str, str]:
        """Write rows in whole numbers; give their name and that of their scales."""
        largest = self._add("ReduceMax", [self._add("Abs", [rows], f"{name}.sizes"), "last"], f"{name}.largest", keepdims=0)
        steps = self._add("Max", [self._add("Mul", [largest, "step"], f"{name}.raw"), "tiny"], f"{name}.steps")
        zeros = self._add("Expand", ["zeros", self._add("Shape", [steps], f"{name}.count")], f"{name}.zeros")
        whole = self._add("QuantizeLinear", [rows, steps, zeros], f"{name}.whole", axis=0)
        return whole, self._add("Unsqueeze", [steps, "last"], f"{name}.column")

    def _product(self, quantized: tuple[str, str], names: tuple[str, ...], columns: int) -> str:
        """Multiply by one matrix or several side by side, and add their biases."""
        name = "+".join(names)
        weights, scales = _in_seven_bits(np.concatenate([self._packed.matrix(f"{one}.w", columns) for one in names]))
        biases = np.concatenate([self._packed.floats(f"{one}.b") for one in names])
        whole, steps = quantized
        given = [whole, self._keep(f"{name}.w", weights), "one", self._keep(f"{name}.s", scales), "zero", ""]
        product = self._add("MatMulIntegerToFloat", given, f"{name}.product", domain=_MICROSOFT)
        scaled = self._add("Mul", [product, steps], f"{name}.scaled")
        return self._add("Add", [scaled, self._keep(f"{name}.b", biases)], f"{name}.out")

    def _norm(self, rows: str, name: str) -> str:
        kept = [self._keep(f"{name}.{kind}", self._packed.floats(f"{name}.{kind}")) for kind in "wb"]
        return self._add("LayerNormalization", [rows, *kept], f"{name}.out", axis=-1, epsilon=_EPSILON)

    def _add(self, kind: str, given: list[str], name: str, **how: Any) -> str:
        self._nodes.append(helper.make_node(kind, given, [name], **how))
        return name

    def _keep(self, name: str, value: NDArray[np.generic] | np.generic) -> str:
        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(value) if np.ndim(value) else np.asarray(value), name))
        return name


def _in_seven_bits(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Write a matrix ``(outputs, inputs)`` in whole numbers, the other way round, with a scale for each output."""
    scales = np.abs(matrix).max(axis=1) / _LARGEST_WEIGHT
    return np.rint(matrix / scales[:, np.newaxis]).astype(np.int8).T, scales.astype(np.float32)
