"""See the glossary in helpers."""
