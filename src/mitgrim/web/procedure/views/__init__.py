"""The pages of the procedure: task force, days, rounds, forums, stages."""
