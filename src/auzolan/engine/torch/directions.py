"""What an optimiser makes of one row's gradient: how far, and how bent, a step goes along it.

A first-order value needs the step's share that a row's gradient causes. For SGD that is the
learning rate, for Adam and AdamW also a division, parameter by parameter. An optimiser with memory
spreads a gradient over later steps; here a row is credited at once with all the weight its gradient
will be given. What is deliberately not here: weight decay, which is no row's doing.
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor, nn
from torch.optim import SGD, Adam, AdamW, Optimizer

_GAIN_TERMS_MAX = 100_000
_GAIN_ERROR = 1e-12

Group = dict[str, object]


def refuse_unsupported_optimizer(optimizer: Optimizer, model: nn.Module) -> None:
    """Stop where the share of a row in a step is not known.

    Args:
        optimizer: what will take the steps.
        model: the model whose parameters it should train.
    Raises:
        ValueError: not SGD, Adam or AdamW; dampening, maximize or amsgrad; or it trains what the
            model does not own.
    """
    kind = type(optimizer)
    if kind not in (SGD, Adam, AdamW):
        raise ValueError(f"the optimiser is {kind.__name__}; supported are SGD, Adam and AdamW")
    for group in optimizer.param_groups:
        odd = [name for name in ("dampening", "maximize", "amsgrad") if group.get(name)]
        if odd:
            raise ValueError(f"{kind.__name__} with {', '.join(odd)} is not supported")
    own = {id(one) for one in model.parameters()}
    strange = [
        tuple(one.shape)
        for group in optimizer.param_groups
        for one in group["params"]
        if id(one) not in own
    ]
    if strange:
        raise ValueError(
            f"the optimiser trains {len(strange)} tensors that the model does not own, "
            f"the first of shape {strange[0]}; give one model and its own optimiser"
        )


def trained_parameters(optimizer: Optimizer) -> list[nn.Parameter]:
    """List the parameters that the optimiser moves, in its order."""
    return [one for group in optimizer.param_groups for one in group["params"] if one.requires_grad]


def learning_rates(optimizer: Optimizer) -> tuple[float, ...]:
    """Read the rate of each group as it stands now."""
    return tuple(float(group["lr"]) for group in optimizer.param_groups)


def is_plain(optimizer: Optimizer) -> bool:
    """Tell whether a step is the batch's gradient times a number, and nothing else."""
    return isinstance(optimizer, SGD) and not any(
        group["momentum"] or group["weight_decay"] for group in optimizer.param_groups
    )


def is_uniform(optimizer: Optimizer) -> bool:
    """Tell whether all numbers of a parameter's gradient are scaled alike."""
    return isinstance(optimizer, SGD)


def scales(optimizer: Optimizer) -> dict[nn.Parameter, float]:
    """Give what each parameter's gradient is scaled by in the coming step.

    Args:
        optimizer: SGD, Adam or AdamW.
    Returns:
        Learning rate times gain, by parameter. The gain is what one gradient's weights in this
        and all later steps sum to: 1 / (1 - momentum) for SGD.
    """
    found = {}
    for group in optimizer.param_groups:
        for one in group["params"]:
            if one.requires_grad:
                step = _steps_taken(optimizer, one) + 1
                found[one] = float(group["lr"]) * _gain(group, step)
    return found


def _gain(group: Group, step: int) -> float:
    if "betas" not in group:
        return 1.0 / (1.0 - float(str(group["momentum"])))
    betas = group["betas"]
    assert isinstance(betas, tuple)
    return adam_gain(float(betas[0]), step)


@lru_cache(maxsize=64)  # every parameter asks the same at each step
def adam_gain(beta: float, step: int) -> float:
    """Sum the weights that Adam gives the gradient of one step, there and in all later steps.

    Args:
        beta: decay of the mean of gradients, 0 <= beta < 1.
        step: the step of the gradient, counted from 1.
    Returns:
        Sum over k >= 0 of (1 - beta) beta^k / (1 - beta^(step + k)); it falls to 1 as steps go on.
    Source: Kingma & Ba 2015 (arXiv 1412.6980), algorithm 1, the bias-corrected mean.
    """
    total, power = 0.0, 1.0
    for k in range(_GAIN_TERMS_MAX):
        term = (1.0 - beta) * power / (1.0 - beta ** (step + k))
        total += term
        power *= beta
        if power < _GAIN_ERROR:
            break
    return total


def bent(
    optimizer: Optimizer,
    slopes: dict[nn.Parameter, Tensor],
    by: dict[nn.Parameter, float],
    *,
    into: dict[nn.Parameter, Tensor],
) -> dict[nn.Parameter, Tensor]:
    """Turn the validation gradient into the direction that rows' gradients are multiplied with.

    Args:
        optimizer: SGD, Adam or AdamW.
        slopes: gradient of the validation loss, by parameter.
        by: the step's `scales`, read before it.
        into: what an earlier call gave; its memory is used again, since fresh memory costs more
            than the arithmetic.
    Returns:
        Scaled and, for Adam, divided by the root of its mean of squares as it stands now. That
        mean is taken as given, although the rows moved it a little.
    """
    found = {}
    for group in optimizer.param_groups:
        for one in group["params"]:
            if one not in slopes or not (is_uniform(optimizer) or one in optimizer.state):
                continue  # what has no mean of squares yet was not moved by a step yet
            if "betas" in group:
                room = into[one] if one in into else torch.empty_like(slopes[one])
                found[one] = _divided(slopes[one], by[one], group, optimizer.state[one], out=room)
            else:
                found[one] = slopes[one] * by[one]
    return found


def _divided(
    slope: Tensor, scale: float, group: Group, state: dict[str, Tensor], *, out: Tensor
) -> Tensor:
    """Give slope * scale / (root of corrected squares + eps), in few passes over memory."""
    betas = group["betas"]
    assert isinstance(betas, tuple)
    root = (1.0 - float(betas[1]) ** float(state["step"])) ** 0.5
    torch.sqrt(state["exp_avg_sq"], out=out).add_(float(str(group["eps"])) * root)
    return torch.div(slope, out, out=out).mul_(scale * root)


def _steps_taken(optimizer: Optimizer, one: nn.Parameter) -> int:
    step = optimizer.state[one].get("step", 0) if one in optimizer.state else 0
    return int(float(step) if isinstance(step, torch.Tensor) else step)
