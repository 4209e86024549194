"""Pay: receipts counted, tiers applied, what is handed on from month to month."""
