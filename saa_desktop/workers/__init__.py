"""QObjects that live in long-lived threads and run jobs; they know QtCore and no widgets.

A public method may be called from any thread: it queues the job. What comes of it arrives as a signal, whose
name is a past participle.
"""
