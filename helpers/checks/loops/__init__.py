"""The exercises on loops, a file each. See the glossary in helpers."""
