import type { StepResult } from './results.js';
import type { Scope } from './scope.js';

/** A fault that never took effect tests nothing: each is a step that failed, unless the file says that it may. */
export async function judgeFaults({ faults, lane, startSeq }: Scope): Promise<StepResult[]> {
  if (faults.every(({ step }) => step.isOptional)) return [];
  const records = await lane.records({ types: ['fault.used'], after: startSeq });
  const used = new Set(records.flatMap((record) => (record.type === 'fault.used' ? [record.faultId] : [])));
  return faults
    .filter(({ step, id }) => !step.isOptional && !used.has(id))
    .map(({ step: { title, path, place, spec } }) => ({
      title,
      path,
      place,
      verdict: 'failed' as const,
      durationMs: 0,
      judgements: [
        {
          isMet: false,
          expected: `the fault ${spec.fault} takes effect`,
          seen: `fault ${spec.fault} never took effect: nothing came that fits it; "optional: true" beside it allows that`,
          nearest: null,
        },
      ],
      problem: null,
    }));
}
