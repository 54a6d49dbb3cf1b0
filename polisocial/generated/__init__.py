"""Projects that do not exist, to measure the portal with many of them.

`vocabulary` has the words, `draw` chooses among them, `things` makes the rows, `store`
writes them to the database and takes them out again.
"""
