"""The register's own part of the API: what an institution owes, and handing it in by program."""
