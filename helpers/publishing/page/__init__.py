"""An executed lesson as a page, and what a site has beside its pages."""
