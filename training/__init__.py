"""Makes the weights of ``lite``: drawn images, the trainer, and the measurement on families it never saw."""
