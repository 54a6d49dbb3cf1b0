"""What the portal costs, beside what it may cost: `make bench`."""
