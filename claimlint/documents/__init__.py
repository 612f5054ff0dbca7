"""Source text -> Document: one extractor per format, each imported only when it is needed."""
