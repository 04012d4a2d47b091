import { hideCredentialsOfUrls } from '../../domain/url-credentials.js';

/** `unknown`: it could not be looked at, and why. */
export type RowVerdict = 'ok' | 'warn' | 'fail' | 'unknown';

/** One thing that was looked at. */
export interface DoctorRow {
  /** Stable, such as `raw-body`. */
  id: string;
  /** Name of the provider; null for what is about the stage. */
  provider: string | null;
  title: string;
  verdict: RowVerdict;
  sentence: string;
  /** What to do, where something is wrong. */
  fix?: string;
}

/** Makes the rows of one provider; credentials of the addresses that a row names are hidden. */
export type MakeRow = (id: string, title: string, verdict: RowVerdict, sentence: string, fix?: string) => DoctorRow;

export function createRowMaker(provider: string | null): MakeRow {
  return (id, title, verdict, sentence, fix) => ({
    id,
    provider,
    title,
    verdict,
    sentence: hideCredentialsOfUrls(sentence),
    ...(fix === undefined ? {} : { fix: hideCredentialsOfUrls(fix) }),
  });
}
