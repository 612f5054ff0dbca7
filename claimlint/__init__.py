"""claimlint: a linter for health-marketing claims."""

__version__ = "0.1.0"
