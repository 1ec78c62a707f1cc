"""Product profiles: what an expert knows of one product, as versioned YAML files."""
