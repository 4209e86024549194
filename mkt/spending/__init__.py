"""Spending: payments, contracts and a budget held against who should have signed, who did, and what was to be spent."""
