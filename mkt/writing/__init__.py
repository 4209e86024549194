"""From scores to a workbook: whole or not at all, the same bytes every time."""
