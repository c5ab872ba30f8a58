"""What one slip of a finger makes of a word: two letters swapped, one too few, too many, or another."""

from string import ascii_lowercase


def slips(word: str) -> set[str]:
    """All words one slip away, the word itself not among them. Letters put in are those of a to z."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    dropped = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    replaced = {left + letter + right[1:] for left, right in cuts if right for letter in ascii_lowercase}
    inserted = {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    return (dropped | swapped | replaced | inserted) - {word}
