import { tolerantAdvice } from '../advice/robustness.js';
import type { Check } from '../check.js';
import { judgeTolerated } from './judge-tolerated.js';
import { findNoObstacle } from './obstacles.js';

export const ext1: Check = {
  id: 'EXT-1',
  title: 'A tolerant reader takes what may change',
  severity: 'medium',
  advice: tolerantAdvice,
  findObstacle: findNoObstacle,
  run: (exam) =>
    judgeTolerated(exam, 'events with harmless differences', (genuine) =>
      exam.listCrafts(genuine, exam.profile.bodies.tolerable(genuine.body)),
    ),
};
