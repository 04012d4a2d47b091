/** `20000` as `20,000`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 record`, `2 records`. */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `312 bytes`, `64 KiB`, `1.5 MiB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1_024) return formatQuantity(bytes, 'byte');
  const kib = bytes / 1_024;
  if (kib < 1_024) return `${trim(kib)} KiB`;
  return `${trim(kib / 1_024)} MiB`;
}

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}
