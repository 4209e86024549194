"""The built-in policies, a file each."""

DEFAULT = "sales-60-40"  # the policy where none is named

PAY = "commission-example"
"""The policy of pay that is used unless another is asked for."""

SPENDING = "payments-2000"
"""The policy of spending that is used unless another is asked for."""
