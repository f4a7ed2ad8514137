"""The pages of the portal and of the officer who publishes."""
