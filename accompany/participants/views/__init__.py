"""Pages about one person that belong to this word; her record itself is composed above it."""
