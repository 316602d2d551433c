"""Journeys: whole days of real people, in Debian's Chromium, against a server of their own."""
