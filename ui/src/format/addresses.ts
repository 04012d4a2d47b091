import { shortenMiddle, toPath } from './text.js';

/** Room for an address in a sentence; what it is about must not be pushed out of the line. */
const MAX_CHARS = 48;
/** Longer pieces of a path are ids, told apart by their ends. */
const MAX_SEGMENT_CHARS = 16;

/** The path below what the paths of all such lines begin with (`/secret/api/pay` below `secret`: `/api/pay`), long ids shortened. */
export function tellPath(url: string, base: string): string {
  const path = toPath(url);
  const prefix = `/${base}/`;
  return shortenAddress(path.startsWith(prefix) ? path.slice(prefix.length - 1) : path);
}

/** `localhost:3000/shop/back`: an address without what every address begins with, long ids shortened. */
export function tellAddress(url: string): string {
  return shortenAddress(url.replace(/^https?:\/\//i, ''));
}

/** The host and the end of the path say the most: the loss is in the middle. */
function shortenAddress(address: string): string {
  if (address.length <= MAX_CHARS) return address;
  const [path = '', ...query] = address.split('?');
  const segments = path.split('/').map((segment, index) => (index === 0 ? segment : shortenMiddle(segment, MAX_SEGMENT_CHARS)));
  return shortenMiddle([segments.join('/'), ...query].join('?'), MAX_CHARS);
}
