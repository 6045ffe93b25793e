"""Values of training rows inside PyTorch: while a model trains, and from its gradients afterwards.

Needs the extra `torch`; a processor without a graphics card is enough. Figures here are floats
that describe models. They pay nobody: money uses integer values of `valuation/`.
"""

try:
    import torch as _torch  # noqa: F401 (asked for here, so that one plain sentence answers)
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        "auzolan.engine.torch needs PyTorch, which is not installed; "
        "install the extra: pip install 'auzolan[torch]'"
    ) from missing

from auzolan.engine.torch.attribution import (
    GradientAttribution,
    correct_log_odds,
    leave_subset_out_correlation,
    projected_attribution,
)
from auzolan.engine.torch.in_run import InRunShapley
from auzolan.engine.torch.in_run_values import InRunValues, StepReport
from auzolan.engine.torch.lora import LoraLinear, add_lora

__all__ = [
    "GradientAttribution",
    "InRunShapley",
    "InRunValues",
    "LoraLinear",
    "StepReport",
    "add_lora",
    "correct_log_odds",
    "leave_subset_out_correlation",
    "projected_attribution",
]
