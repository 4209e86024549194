"""From a file to a book: what is it, is it safe, what stands in it, which table is what."""
