/** The address as a link may hold it: a log is a file that anybody may have written, so none of another kind becomes one. */
export function toWebAddress(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}
