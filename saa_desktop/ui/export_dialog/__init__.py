"""Export of a review: what, of which images, to where."""
