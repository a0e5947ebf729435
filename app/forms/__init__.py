"""What people type, checked and turned into typed values; one module per view module."""
