"""The procedure of a plan: its stages and deadlines, the task force (전담팀), reminders."""
