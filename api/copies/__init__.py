"""For those who keep a copy of the content: changes, the export of all of it, events."""
