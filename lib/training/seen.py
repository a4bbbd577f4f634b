"""What the encoder sees of each word piece, for the reader of claims: one more output of reader.onnx.

    python seen.py --model FOLDER --out FOLDER     everything, to train the reader of claims on

`claims.py` puts a projection of it in that place, which is what is shipped.
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
from model import SEEN
from onnx import TensorProto, helper, numpy_helper

OUTPUT = "seen"


def bare(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model without this output."""
    kept = [n for n in model.graph.node if not n.name.startswith(f"/{OUTPUT}/")]
    outputs = [o for o in model.graph.output if o.name != OUTPUT]
    known = [i for i in model.graph.initializer if not i.name.startswith(f"/{OUTPUT}/")]
    for part, rows in (("node", kept), ("output", outputs), ("initializer", known)):
        del getattr(model.graph, part)[:]
        getattr(model.graph, part).extend(rows)
    return model


def seeing(model: onnx.ModelProto, weight: np.ndarray | None = None, bias: np.ndarray | None = None) -> onnx.ModelProto:
    """The model with this output: two layers side by side, or a projection of them."""
    graph = bare(model).graph
    layers = [f"/reader/layers.{i}/norm2/LayerNormalization_output_0" for i in SEEN]
    both = f"/{OUTPUT}/both" if weight is not None else OUTPUT
    graph.node.append(helper.make_node("Concat", layers, [both], f"/{OUTPUT}/Concat", axis=-1))
    if weight is not None:
        for name, array in (("weight", weight), ("bias", bias)):
            graph.initializer.append(numpy_helper.from_array(array.astype(np.float32), f"/{OUTPUT}/{name}"))
        graph.node.append(
            helper.make_node("MatMul", [both, f"/{OUTPUT}/weight"], [f"/{OUTPUT}/made"], f"/{OUTPUT}/MatMul")
        )
        graph.node.append(helper.make_node("Add", [f"/{OUTPUT}/made", f"/{OUTPUT}/bias"], [OUTPUT], f"/{OUTPUT}/Add"))
    graph.output.append(helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, "length", None]))
    return model


def signed(about: Path, folder: Path) -> None:
    """Write reader.json into a folder, with the sha256 of the files that lie beside it."""
    content = json.loads(about.read_text(encoding="utf-8"))
    files = [f for f in sorted(folder.iterdir()) if f.suffix in (".onnx", ".npz") or f.name == "tokenizer.json"]
    content["sha256"] = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    (folder / "reader.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    onnx.save(seeing(onnx.load(asked.model / "reader.onnx")), asked.out / "reader.onnx")
    shutil.copy(asked.model / "tokenizer.json", asked.out)
    signed(asked.model / "reader.json", asked.out)


if __name__ == "__main__":
    main()
