"""Who works on plans: organisations, people, their roles, and the record of what they did."""
