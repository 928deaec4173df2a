"""This app's part of the API: a personnel system asks who is eligible, and what is decided."""
