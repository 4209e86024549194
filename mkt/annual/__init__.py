"""Months become a year: people joined over the months, annual points, grade and score, best employees, recommendations."""
