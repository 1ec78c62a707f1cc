"""The words of the trade as frozen records: images, masks, regions, prompts, inspections, verdicts, errors.

Imports nothing but the standard library and numpy, so that every other room can speak them.
"""
