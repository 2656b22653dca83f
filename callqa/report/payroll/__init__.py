"""Pay on the terminal, in payroll's files, on statements and in the annex. Nothing here computes money."""
