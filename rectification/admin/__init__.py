from rectification.admin import places  # noqa: F401 - registers what it brings
