"""What a batch leaves for people and other programs: tables, report images, masks, maps and a summary."""
