"""The API's description: an OpenAPI document for programs, a page for people."""
