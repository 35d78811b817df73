"""The public graph: every type, field and argument that a client may name, and nothing else."""
