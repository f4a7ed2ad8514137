"""The public portal: what has been published, for anyone, at its moment and not before."""
