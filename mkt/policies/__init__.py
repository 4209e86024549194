"""The built-in policies, a file each."""

DEFAULT = "sales-60-40"  # the policy where none is named
