import { z } from 'zod';
import { isHttpUrl } from './http-url.js';

export const diagnosisAsked = z.strictObject({
  endpoint: z
    .string()
    .max(8_192)
    .refine(isHttpUrl, 'is no absolute http or https URL')
    .optional()
    .meta({ description: 'where the app listens; where the delivery goes when left out' }),
});

export const diagnosisView = z.object({
  isRight: z.boolean().meta({ description: 'the app verifies as it should' }),
  cause: z.object({
    id: z.string().meta({ description: 'stable, such as "reserialised-body"' }),
    title: z.string(),
    sentence: z.string().meta({ description: 'what the app does' }),
    fix: z.string().meta({ description: 'the usual fix, in words' }),
  }),
  confidence: z.enum(['certain', 'likely', 'possible']),
  others: z.array(z.string()).meta({ description: 'ids of causes that fit as well' }),
  further: z.array(z.string()).meta({ description: 'what else was noticed, one sentence each' }),
  probes: z
    .array(
      z.object({
        seq: z.int().meta({ description: 'of the record with what was sent and answered' }),
        rightFor: z.string().meta({ description: 'for which app this delivery would be right' }),
        status: z.int().nullable(),
        code: z.string(),
        isTelling: z.boolean().meta({ description: 'the cause is known by this one' }),
      }),
    )
    .meta({ description: 'every delivery that was sent, in order' }),
});

export type DiagnosisView = z.infer<typeof diagnosisView>;
