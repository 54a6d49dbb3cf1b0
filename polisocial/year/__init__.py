"""The year at a glance: where each competition stands, what waits and for whom."""
