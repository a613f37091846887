"""The rules of samspil check, by what they look at: numbers, times, words, gaps."""
