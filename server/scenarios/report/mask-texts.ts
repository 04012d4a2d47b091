/** A copy in which every text went through `maskText`; everything else stays as it is. */
export function maskTexts<T>(value: T, maskText: (text: string) => string): T {
  return mask(value, maskText) as T;
}

function mask(value: unknown, maskText: (text: string) => string): unknown {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map((item) => mask(item, maskText));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mask(item, maskText)]));
}
