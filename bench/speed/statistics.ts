/** The value that a share of all values lies below; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median of the ratios of values that were measured together, with the smallest and the largest. */
export function pairedRatio(over: readonly number[], under: readonly number[]): { median: number; min: number; max: number } {
  const ratios = over.map((value, index) => value / (under[index] ?? Number.NaN));
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}
