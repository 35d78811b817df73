"""The formats of newsrooms, search engines and libraries: ninjs, JSON-LD, OAI-PMH."""
