"""What a user writes: schema, reading, writing, and errors that name the line and the cure."""
