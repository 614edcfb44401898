"""The lessons as their authors write them: Markdown, its parts, its paired notebooks."""
