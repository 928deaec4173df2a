"""The ledger's part of the API: problems a hospital names itself, and its own items to read."""
