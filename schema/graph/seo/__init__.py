"""What search engines and social networks read of a page: title, links, structured data."""
