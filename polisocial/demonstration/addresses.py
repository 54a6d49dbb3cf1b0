"""Whom a developer may sign in as to see a demonstration: polisocial.local helps."""

OFFICE = "office@example.org"
HEAD = "head@example.org"  # approves what the office decides
CHAIR = "chair@example.org"
SECRETARY = "secretary@example.org"
EVALUATOR = "evaluator@example.org"
