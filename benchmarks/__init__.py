"""What speed is claimed, measured: `python -m benchmarks`."""
