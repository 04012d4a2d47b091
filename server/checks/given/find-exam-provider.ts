import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import type { Provider } from '../../providers/provider.js';
import type { ExamProvider } from '../exam/exam.js';

/** The provider whose receivers are checked. @throws HarnessError `unknown_provider` (404) with the nearest name. */
export function findExamProvider(name: string, providers: Iterable<Provider>): ExamProvider {
  const able = [...providers].flatMap(({ exam, ...provider }) => (exam ? [{ ...provider, exam }] : []));
  const found = able.find((provider) => provider.name === name);
  if (found) return found;
  const known = able.map((provider) => provider.name);
  const near = nearestName(name, known);
  throw new HarnessError('unknown_provider', `There are no checks for a provider "${name.slice(0, 100)}".`, {
    status: 404,
    hint: near ? `Did you mean "${near}"?` : `There are checks for ${known.join(' and ')}.`,
  });
}
