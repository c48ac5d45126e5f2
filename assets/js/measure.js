// Where a bar ends and where its mark stands, as CSS lengths. Whole numbers in; the text beside the bar says the figures.

/** The part of a whole, between 0 % and 100 %; nothing of nothing is 0 %. */
export const share = (part, whole) => {
  const ratio = whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
  return (ratio * 100).toFixed(2) + "%";
};

/** A deadline's bar: the due day stands at 80 % of its width, and lateness shows at least a little. */
export const days = (gone, allowed) => {
  const ratio = allowed > 0 ? gone / allowed : gone > 0 ? 2 : 0;
  if (ratio <= 1) return (Math.max(0, ratio) * 80).toFixed(2) + "%";
  return Math.min(100, 85 + (ratio - 1) * 15).toFixed(2) + "%";
};
