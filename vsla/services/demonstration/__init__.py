"""A programme of invented people, made through the services: to learn with and to show."""
