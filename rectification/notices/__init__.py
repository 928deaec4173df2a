"""Who is told what, in the language of whoever reads; a module for each subject."""
