"""Pictures from small descriptions: a text says what is drawn, and an SVG is derived from it."""
