import { z } from 'zod';
import { clockView, instant, jsonObject } from './replies.js';

const laneHead = z.object({
  name: z.string(),
  createdAt: instant,
  seed: z.string().nullable().meta({ description: 'null: ids come from the random source of the operating system' }),
  isRepeatable: z.boolean().meta({ description: 'the same answers of the app give the same records again, byte by byte' }),
  clock: clockView,
  api: z.string().meta({ description: 'base of every call below this lane' }),
  page: z.string().meta({ description: 'the page, showing this lane' }),
});

const laneProvider = z.object({
  name: z.string(),
  title: z.string(),
  baseUrl: z.string(),
  env: z.record(z.string(), z.string()),
  keys: z.record(z.string(), z.string()),
  settings: jsonObject,
});

/** With secrets, because somebody asked for them by name. */
export const laneView = laneHead.extend({
  env: z.record(z.string(), z.string()).meta({ description: 'everything an app needs, by the name of the variable' }),
  providers: z.array(laneProvider),
});

export const laneSummary = laneHead.extend({
  providers: z.array(laneProvider.omit({ env: true })).meta({ description: 'secret keys are masked' }),
});

export type LaneView = z.infer<typeof laneView>;
export type LaneSummary = z.infer<typeof laneSummary>;
