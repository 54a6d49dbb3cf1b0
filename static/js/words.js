/* Counting words as awards/rules/words.py does: what stands between spaces, signs apart. */
const SPACES = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/u;
const SIGNS = /[\-–—•·*/.,;:!?()[\]{}"'“”‘’«»…&+=<>|_#@%§°~^`\\]+/gu;

export function countWords(text) {
  return text.split(SPACES).filter((piece) => piece.replace(SIGNS, "") !== "").length;
}
