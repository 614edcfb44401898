"""From paired notebooks to a site: pairing, nbconvert exporter, templates."""
