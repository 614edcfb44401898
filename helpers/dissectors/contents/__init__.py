"""What bodies and messages carry, by what was said of it: media type, subprotocol, request target."""
