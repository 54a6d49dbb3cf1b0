"""Files that people send: told by their bytes, opened to be checked, kept by hash."""
