"""This app's part of the API: problems a hospital names, and its own items, places and visits."""
