"""What people write on their steps. Whether a step is allowed, the services say."""
