"""The rules of all apps: which kinds there are, their pages, and the same in the admin."""
