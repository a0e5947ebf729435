"""An assessment becomes a document, and the document becomes paper: one narrative, several renderers."""
