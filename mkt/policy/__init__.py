"""A regulation as data: the policy file, its faults, its kinds of indicator."""
