"""See the package docstring in docs/."""
