"""How content comes in: issue files are read, checked and written as one revision."""
