"""A rule is a small tree of nodes with three readings: arrays, an Excel formula, a sentence."""
