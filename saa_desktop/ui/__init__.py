"""The window: one folder a panel. Knows the workers, never torch, the pipeline or the models."""
