"""marshmallow schemas: JSON to factcheck values and back, nothing else."""
