"""What changes committees; every write is one transaction and leaves an entry in the audit."""
