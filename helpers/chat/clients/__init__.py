"""The chat's Python client and its transports, a module each. See the glossary in helpers."""
