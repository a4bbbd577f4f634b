"""Each layer's attention as one operator of onnxruntime's, which runs it faster than the dozen that torch exports.

    python fused.py MODEL.onnx     in place; `seen.py` writes the checksums

The same sums in another order: likelihoods differ as little as between two processors.
"""

import sys

import onnx
from model import HEADS
from onnx import helper

DOMAIN = "com.microsoft"  # MultiHeadAttention is no operator of ONNX itself


def fused(model: onnx.ModelProto) -> onnx.ModelProto:
    """The reader with one operator for each attention, and no mask: its windows are read one by one, none padded."""
    graph = model.graph
    for mixed in [n for n in graph.node if n.op_type == "Reshape" and n.name.endswith("/Reshape_1")]:
        layer = mixed.name.removesuffix("Reshape_1")
        parts = [f"{layer}{part}" for part in ("q", "k", "v")]
        graph.node.remove(mixed)
        graph.node.append(helper.make_node("Split", [f"{layer}qkv/Add_output_0"], parts, f"{layer}Parts", axis=-1))
        kind = {"name": f"{layer}Attention", "domain": DOMAIN, "num_heads": HEADS}
        graph.node.append(helper.make_node("MultiHeadAttention", parts, mixed.output, **kind))
    _prune(graph)
    _sort(graph)
    if all(known.domain != DOMAIN for known in model.opset_import):
        model.opset_import.append(helper.make_opsetid(DOMAIN, 1))
    return model


def _prune(graph: onnx.GraphProto) -> None:
    """Without nodes that nothing reads."""
    kept = {output.name for output in graph.output}
    dead = True
    while dead:
        read = kept | {name for node in graph.node for name in node.input}
        dead = [node for node in graph.node if read.isdisjoint(node.output)]
        for node in dead:
            graph.node.remove(node)


def _sort(graph: onnx.GraphProto) -> None:
    """Each node behind those whose output it reads, as ONNX asks for."""
    known = {part.name for group in (graph.input, graph.initializer) for part in group} | {""}
    left, ordered = list(graph.node), []
    while left:
        ready = [node for node in left if known.issuperset(node.input)]
        if not ready:
            raise ValueError(f"{left[0].name} reads what nothing writes")
        ordered += ready
        known.update(output for node in ready for output in node.output)
        left = [node for node in left if not known.issuperset(node.output)]
    del graph.node[:]
    graph.node.extend(ordered)


if __name__ == "__main__":
    onnx.save(fused(onnx.load(sys.argv[1])), sys.argv[1])
