"""The shift report: report.html, report.pdf and results.xlsx, from the figures of a shift."""
