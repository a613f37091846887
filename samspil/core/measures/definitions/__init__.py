"""Every measure of the result contract; importing this package registers them all."""

from samspil.core.measures.definitions import awareness, conduct, effects, evaluation, guidance, reach

__all__ = ["awareness", "conduct", "effects", "evaluation", "guidance", "reach"]
