"""What a session is, and how it gets into the copy."""
