"""The shift report: of which period, in which language, to where."""
