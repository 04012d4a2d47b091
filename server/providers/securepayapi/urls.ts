import { z } from 'zod';
import { canParseUrl } from '../../domain/can-parse-url.js';

const maxUrlLength = 2048;

/**
 * An absolute http or https URL. Judged on the raw text, because the URL parser silently drops tabs and line breaks and repairs slashes,
 * so that a text may look like one address and be another.
 */
export const endpointUrl = z
  .string()
  .max(maxUrlLength, { error: `a URL may have at most ${maxUrlLength} characters` })
  .refine(isPlainHttpUrl, {
    error: 'must be an absolute URL such as http://localhost:3000/webhooks: http or https, no spaces or control characters',
  });

function isPlainHttpUrl(text: string): boolean {
  return /^https?:\/\/[^\s/\\?#\u0000-\u0020\u007f-\u009f][^\s\\\u0000-\u0020\u007f-\u009f]*$/i.test(text) && canParseUrl(text);
}

/**
 * An origin that may frame the widget, such as `https://shop.test:8443` or `http://*.shop.test`. It becomes part of a
 * Content-Security-Policy header, so nothing that ends a directive gets through.
 */
export const frameOrigin = z.string().regex(/^https?:\/\/(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:(\d{1,5}|\*))?$/, {
  error: 'must be an origin such as https://shop.test:8443, without a path; *.shop.test and :* are allowed',
});
