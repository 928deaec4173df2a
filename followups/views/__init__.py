"""Pages: the bureau's matrix and report, one register, its uploads, the spot-checks."""
