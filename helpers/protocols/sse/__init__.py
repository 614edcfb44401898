"""Server-Sent Events by hand: writing and reading event streams (HTML Living Standard §9.2). Sans-IO."""
