"""The chat's servers, a module per transport. See the glossary in helpers."""
