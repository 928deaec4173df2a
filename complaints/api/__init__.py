"""This app's part of the API: complaints an institution took down itself, and those given to it."""
