"""Which projects, at what scale, starting when, paid from where: chosen, bounded and explained."""
