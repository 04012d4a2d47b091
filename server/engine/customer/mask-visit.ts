import { hideCredentials } from '../../domain/url-credentials.js';
import { maskQuery } from '../../log/mask-query.js';
import type { Redactor } from '../../log/redact.js';
import type { Visit } from './browser.js';

/**
 * A visit as a record keeps it: known secrets, secret parameters and credentials of URLs are masked wherever they stand, and what a secret
 * begins with at the end of a title or a page, which may be cut there.
 */
export function maskVisit(
  { hops, page, stoppedBy }: Visit,
  redact: Pick<Redactor, 'maskText' | 'maskCutText'>,
  secretFields: readonly string[],
): Visit {
  const mask = (url: string) => maskUrl(url, redact, secretFields);
  return {
    hops: hops.map(({ location, ...hop }) => ({
      ...hop,
      url: mask(hop.url),
      ...(location === undefined ? {} : { location: mask(location) }),
    })),
    page: page && {
      ...page,
      url: mask(page.url),
      title: page.title === null ? null : redact.maskCutText(page.title),
      body: page.body === null ? null : redact.maskCutText(page.body),
    },
    ...(stoppedBy === undefined ? {} : { stoppedBy: redact.maskText(stoppedBy) }),
  };
}

/** An address of a visit, in the same way. */
export function maskUrl(url: string, redact: Pick<Redactor, 'maskText'>, secretFields: readonly string[]): string {
  return redact.maskText(maskQuery(hideCredentials(url), secretFields));
}
