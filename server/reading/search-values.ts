import { toVerdictCode } from './record-words.js';
import { foldWord, type SearchField } from './search-fields.js';

/** The form in which values of a field are compared, so that `Timed-out` and `timeout` are one. */
export function normalizeValue(field: SearchField, value: string): string {
  const text = value.trim().toLowerCase();
  switch (field) {
    case 'status':
    case 'event':
      return foldWord(text);
    case 'verdict':
      return toVerdictCode(foldWord(text));
    default:
      return text;
  }
}
