"""What people write on the pages of complaints; whether a step is allowed, the services say."""
