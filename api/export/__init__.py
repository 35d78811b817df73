"""All that REST answers, as plain files: for any host that serves files."""
