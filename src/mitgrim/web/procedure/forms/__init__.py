"""Forms of the procedure: of the task force, of rounds, of forums, of stages."""
