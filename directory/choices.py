from directory.models import Department


def departments():
    """Codes and names of the departments, by name, in the language of who reads."""
    rows = [(each.code, each.name) for each in Department.objects.all()]
    return sorted(rows, key=lambda row: row[1])
