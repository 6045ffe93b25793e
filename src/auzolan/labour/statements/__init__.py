"""Labour-impact statements: what is behind a dataset or a model."""
