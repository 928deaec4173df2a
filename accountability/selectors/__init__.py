"""What is so about counts and proposals: plain reads for rules, services, pages."""
