"""The saved text of a page of the weekly: `reader.read_page` gives its facts."""
