"""This app's part of the API: what an institution may read of its own."""
