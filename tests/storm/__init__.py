"""The last minutes before a deadline, pressed into one: `make storm`."""
