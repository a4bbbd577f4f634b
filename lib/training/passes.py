"""The training loop of the small networks on top of the encoder: batches of like length, averaged weights."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

WARM, LEAST = 100, 0.02  # steps until the full learning rate, and the share of it that is left at the end
DECAY, AVERAGED, LOOSE = 0.02, 0.998, 8  # of weights; of their moving average; word pieces that lengths may differ by

Network = TypeVar("Network", bound=nn.Module)


def trained(
    network: Network,
    passes: Sequence[np.ndarray],
    lengths: np.ndarray,
    loss: Callable[[np.ndarray], Tensor],
    figures: Callable[[nn.Module], dict[str, float]],
    *,
    name: str,
    log: Path,
    rng: np.random.Generator,
    batch: int,
    rate: float,
) -> Network:
    """The moving average of a network that is trained with AdamW (Loshchilov and Hutter 2019) on numbered examples.

    `passes` are the examples of each pass, `lengths` the word pieces of every example, `loss` the loss of a batch of
    them. After each pass the figures of the average are appended to the log, and it is saved beside it as NAME.pt.
    """
    began = time.monotonic()
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=DECAY)
    average = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGED)
    )
    steps, done = sum(-(-len(rows) // batch) for rows in passes), 0
    for number, rows in enumerate(passes, 1):
        order = rows[np.argsort(lengths[rows] + rng.random(len(rows)) * LOOSE)]
        groups = [order[i : i + batch] for i in range(0, len(order), batch)]
        rng.shuffle(groups)
        total = 0.0
        for group in groups:
            optimiser.param_groups[0]["lr"] = rate * min(1, (done + 1) / WARM) * max(LEAST, 1 - done / steps)
            value = loss(group)
            optimiser.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            average.update_parameters(network)
            total += value.item()
            done += 1
        row = {name: number, "of": len(passes), "minutes": round((time.monotonic() - began) / 60, 1)}
        row |= {"loss": round(total / len(groups), 4)} | figures(average.module)
        with log.open("a") as file:
            file.write(json.dumps(row) + "\n")
        torch.save(average.module.state_dict(), log.with_name(f"{name}.pt"))
    return average.module.eval()
