"""The pages of the programme office: the board, what opens from it, and what needs attention."""
