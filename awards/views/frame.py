"""What pages of the Award say around their content."""


def last_change(*groups):
    """When something a page shows was last changed; None if it shows nothing."""
    return max((row.updated_at for rows in groups for row in rows), default=None)


def neighbours(row, rows):
    """The rows before and after one, in the order given; None at the ends."""
    rows = list(rows)
    at = rows.index(row)
    return (
        rows[at - 1] if at else None,
        rows[at + 1] if at + 1 < len(rows) else None,
    )
