import { z } from 'zod';
import { instant } from './replies.js';

const target = z.enum(['delivery', 'redirect']);

export const holdsView = z.object({
  holds: z
    .array(
      z.object({
        id: z.string(),
        target,
        paymentId: z.string().nullable().meta({ description: 'null: of any payment' }),
        countLeft: z.int().nullable().meta({ description: 'null: every one until it is cleared' }),
        setAt: instant,
      }),
    )
    .meta({ description: 'what will be held' }),
  held: z
    .array(
      z.object({
        id: z.string().meta({ description: 'the delivery, or the redirect' }),
        target,
        paymentId: z.string(),
        event: z.string().nullable().meta({ description: 'what a held delivery announces' }),
        to: z.string().meta({ description: 'endpoint, or location' }),
        heldAt: instant,
      }),
    )
    .meta({ description: 'what waits to be released' }),
});

export type HoldsView = z.infer<typeof holdsView>;
