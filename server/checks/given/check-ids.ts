import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import { catalogue, trustPack } from '../catalogue/index.js';
import type { ExamProvider } from '../exam/exam.js';
import { EVERYTHING_GIVEN } from './everything-given.js';

const PACK = 'trust';

/**
 * Ids as the catalogue writes them; `trust` stands for everything that a thief tries with this provider.
 * @param where they were given. @throws HarnessError `unknown_check` with the nearest one, or for a check that is not about the provider.
 */
export function readCheckIds(where: string, given: readonly string[] | undefined, provider: ExamProvider): string[] | undefined {
  return given?.flatMap((text) => (text.toLowerCase() === PACK ? [...trustPack] : [readOne(where, text, provider)]));
}

function readOne(where: string, text: string, { exam, title }: ExamProvider): string {
  const found = catalogue.find(({ id }) => simplify(id) === simplify(text));
  if (found === undefined) {
    const known = catalogue.map(({ id }) => id);
    const near = nearestName(text, known);
    throw new HarnessError('unknown_check', `${where}: there is no check "${text.slice(0, 60)}".`, {
      hint: near ? `Did you mean ${near}?` : `There are ${known.join(', ')}, and ${PACK} for everything that a thief tries.`,
    });
  }
  const obstacle = found.findObstacle(exam, EVERYTHING_GIVEN);
  if (obstacle?.kind !== 'other-provider') return found.id;
  throw new HarnessError('unknown_check', `${where}: ${found.id} is not about ${title}: ${obstacle.reason}.`, {
    hint: `There are ${listOwn(exam).join(', ')}.`,
  });
}

function listOwn(exam: ExamProvider['exam']): string[] {
  return catalogue.filter((check) => check.findObstacle(exam, EVERYTHING_GIVEN)?.kind !== 'other-provider').map(({ id }) => id);
}

/** `sig1` is as good as `SIG-1`. */
function simplify(id: string): string {
  return id.toLowerCase().replaceAll('-', '');
}
