"""Rule files -> RuleBook: loading, the phrase language, and the word automaton."""
