import { hideCredentials } from '../../domain/url-credentials.js';
import { maskQuery } from '../../log/mask-query.js';
import type { Redactor } from '../../log/redact.js';
import type { Visit } from './browser.js';

/** A visit as a record keeps it: known secrets, secret parameters and credentials of URLs are masked wherever they stand. */
export function maskVisit(
  { hops, page, stoppedBy }: Visit,
  redact: Pick<Redactor, 'maskText'>,
  secretFields: readonly string[],
): Visit {
  const maskUrl = (url: string) => redact.maskText(maskQuery(hideCredentials(url), secretFields));
  return {
    hops: hops.map(({ location, ...hop }) => ({
      ...hop,
      url: maskUrl(hop.url),
      ...(location === undefined ? {} : { location: maskUrl(location) }),
    })),
    page: page && {
      ...page,
      url: maskUrl(page.url),
      title: page.title === null ? null : redact.maskText(page.title),
      body: page.body === null ? null : redact.maskText(page.body),
    },
    ...(stoppedBy === undefined ? {} : { stoppedBy: redact.maskText(stoppedBy) }),
  };
}
