"""The pages of debates: for anyone, for participants, and for those who look after one."""
