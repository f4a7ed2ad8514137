"""What every page shares: its frame, its language, the words it says, its look."""
