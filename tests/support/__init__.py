"""What tests share: in-memory twins of the ports, and short ways to make acts."""

from support.memory import MemoryAnnexes, case_of

__all__ = ["MemoryAnnexes", "case_of"]
