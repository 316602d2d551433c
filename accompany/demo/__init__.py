"""A synthetic organization, "Alder Street": two years of a life that nobody lived."""
