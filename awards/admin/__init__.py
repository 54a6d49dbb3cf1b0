from awards.admin import competition, five_per_thousand, project  # noqa: F401
