import { unknownStatusAdvice } from '../advice/robustness.js';
import type { Check } from '../check.js';
import { judgeIgnored } from './judge-ignored.js';
import { findNoObstacle } from './obstacles.js';

export const unk1: Check = {
  id: 'UNK-1',
  title: 'An unknown status is acknowledged and ignored',
  severity: 'high',
  advice: unknownStatusAdvice,
  findObstacle: findNoObstacle,
  run: (exam) =>
    judgeIgnored(exam, 'a status that is documented nowhere', (genuine) =>
      exam.profile.bodies.unknownStatus(genuine.body).map(({ name, body }) => ({ name, craft: { body } })),
    ),
};
