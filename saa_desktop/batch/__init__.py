"""A batch: decode ahead, inspect, record behind. No Qt; the command line and the window run the same one."""
