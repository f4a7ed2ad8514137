"""The pages of the workspace, a module each."""
