"""Companies and founders: who they are, who they have become, and who has been in contact with them."""
