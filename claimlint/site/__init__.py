"""A built site as input: its pages, findings that repeat on them, and the sources behind them."""
