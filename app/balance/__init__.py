"""The place of the balance: figures, proposals and sites follow the project."""
