"""What people write and choose on this app's pages. Whether it is allowed, the services say."""
