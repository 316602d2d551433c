"""The commands of `accompany`: one module each, with `add` to describe it and `run` to do it."""
