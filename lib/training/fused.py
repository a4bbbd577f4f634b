"""Each layer's attention as one operator of onnxruntime's, which runs it faster than the dozen that torch exports.

The same sums in another order: likelihoods differ as little as between two processors.
"""

import onnx
from model import HEAD
from onnx import TensorProto, helper

DOMAIN = "com.microsoft"  # MultiHeadAttention is no operator of ONNX itself
MASK = "/network/Sub"  # in a small network, 1 less what is there of word pieces; the reader's windows are not padded
THERE = "/network/There"


def fused(model: onnx.ModelProto) -> onnx.ModelProto:
    """A network with one operator for each attention."""
    graph = model.graph
    widths = {known.name: known.dims[0] for known in graph.initializer if len(known.dims) == 1}
    there = [node.input[1] for node in graph.node if node.name == MASK]
    if there:
        graph.node.append(helper.make_node("Cast", there, [THERE], THERE, to=TensorProto.INT32))
    mask = ["", THERE] if there else []
    for mixed in [n for n in graph.node if n.op_type == "Reshape" and n.name.endswith("/Reshape_1")]:
        layer = mixed.name.removesuffix("Reshape_1")
        parts = [f"{layer}{part}" for part in ("q", "k", "v")]
        heads = widths[f"{layer[1:]}qkv.bias".replace("/", ".")] // (3 * HEAD)
        graph.node.remove(mixed)
        graph.node.append(helper.make_node("Split", [f"{layer}qkv/Add_output_0"], parts, f"{layer}Parts", axis=-1))
        kind = {"name": f"{layer}Attention", "domain": DOMAIN, "num_heads": heads}
        graph.node.append(helper.make_node("MultiHeadAttention", parts + mask, mixed.output, **kind))
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
