"""The table of trends as files: for spreadsheets (CSV) and as a picture (SVG)."""
