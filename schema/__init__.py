"""What the content is: tables, reads and the public graph."""
