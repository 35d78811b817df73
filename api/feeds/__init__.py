"""Feeds: Atom, RSS and JSON Feed of each language, section and tag, and a list of all of them."""
