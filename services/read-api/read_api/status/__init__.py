"""How far each replica is: where a change is live."""
