import { z } from 'zod';
import { faultNames } from '../../domain/fault-kinds.js';
import { instant, jsonObject } from './replies.js';

const place = z.enum(['delivery', 'api', 'redirect']);

export const faultView = z.object({
  id: z.string(),
  fault: z.enum(faultNames),
  title: z.string(),
  sentence: z.string().meta({ description: 'what it does and why apps meet it' }),
  place: place.meta({ description: 'what it does something to' }),
  spec: jsonObject.meta({ description: 'as it was asked for, with every default' }),
  timesLeft: z.int(),
  uses: z.int().meta({ description: 'how often it took effect' }),
  setAt: instant,
  endsAt: instant.nullable().meta({ description: 'null: when it is used up' }),
});

export const faultsView = z.object({
  faults: z.array(faultView).meta({ description: 'what will go wrong, in the order in which it was asked for' }),
  keptBack: z
    .array(
      z.object({
        deliveryId: z.string(),
        paymentId: z.string(),
        faults: z.array(z.string()),
        until: instant.nullable().meta({ description: 'null: until something happens' }),
      }),
    )
    .meta({ description: 'deliveries that faults keep back' }),
  kinds: z
    .array(
      z.object({
        name: z.enum(faultNames),
        title: z.string(),
        sentence: z.string(),
        place,
        providers: z.array(z.string()).meta({ description: 'those that can have it' }),
        schema: jsonObject.meta({ description: 'JSON Schema of what POST /faults takes for it' }),
      }),
    )
    .meta({ description: 'everything that can go wrong; those that fit one delivery apply in this order' }),
});

export type FaultView = z.infer<typeof faultView>;
export type FaultsView = z.infer<typeof faultsView>;
export type FaultKindView = FaultsView['kinds'][number];
