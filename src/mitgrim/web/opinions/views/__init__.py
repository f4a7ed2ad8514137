"""The pages of opinions: for anyone, and for those who answer."""
