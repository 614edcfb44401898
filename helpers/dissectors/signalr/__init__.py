"""SignalR across connections: negotiated on one, spoken on another."""
