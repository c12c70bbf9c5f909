// Search terms as they are counted: the same words however they were typed.

const longest = 100;

/** Trimmed, lower case, compatibility forms made one, spaces collapsed, at most 100 characters; '' when nothing is left. */
export function normalisedTerm(text: string): string {
  return text
    .slice(0, 4 * longest)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .trim();
}
