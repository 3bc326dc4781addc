"""Use cases: each takes a session and an actor, checks what the actor may do, and never commits."""
