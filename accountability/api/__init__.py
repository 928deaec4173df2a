"""This app's part of the API: a personnel system asks who of its own people is eligible."""
