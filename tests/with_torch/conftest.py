"""These tests need PyTorch, which lives in an environment of its own: `make test-torch`."""

import importlib.util

if importlib.util.find_spec("torch") is not None:
    import torch

    torch.set_num_threads(1)  # equal sums wherever it runs, and room for others beside
