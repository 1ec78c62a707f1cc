"""The first start: what a person should choose and know before anything is inspected."""
