from rectification.admin import places, visits  # noqa: F401 - registers what they bring
