"""The contract of REST as OpenAPI 3.1, derived from what answers: documents, graph, routes."""
