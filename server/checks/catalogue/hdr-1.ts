import { tolerantAdvice } from '../advice/robustness.js';
import type { Check } from '../check.js';
import { judgeTolerated } from './judge-tolerated.js';
import { findNoObstacle } from './obstacles.js';

export const hdr1: Check = {
  id: 'HDR-1',
  title: 'Other spellings of the same request are taken',
  severity: 'low',
  advice: tolerantAdvice,
  findObstacle: findNoObstacle,
  run: (exam) =>
    judgeTolerated(exam, 'the same request in other spellings', async (genuine) => {
      const headers = await exam.signedHeaders(genuine);
      const isAgent = ([name]: readonly [string, string]) => name.toLowerCase() === 'user-agent';
      const isType = ([name]: readonly [string, string]) => name.toLowerCase() === 'content-type';
      return [
        {
          name: 'header names in lower case',
          craft: { signing: 'kept', headers: headers.map(([name, value]) => [name.toLowerCase(), value]) },
        },
        {
          name: 'header names in upper case',
          craft: { signing: 'kept', headers: headers.map(([name, value]) => [name.toUpperCase(), value]) },
        },
        { name: 'a body in chunks', craft: { framing: 'chunked' } },
        {
          name: 'a content type with its charset',
          craft: {
            signing: 'kept',
            headers: headers.map((header) =>
              isType(header) ? [header[0], `${header[1].split(';')[0]}; charset=utf-8`] : header,
            ),
          },
        },
        { name: 'no User-Agent', craft: { signing: 'kept', headers: headers.filter((header) => !isAgent(header)) } },
      ];
    }),
};
