"""The ways in which exercises are judged, shared by all of them."""
