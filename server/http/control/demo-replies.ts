import { z } from 'zod';

export const demoShopView = z.object({
  url: z.string().meta({ description: 'where customers go' }),
  providers: z
    .array(
      z.object({
        name: z.string(),
        endpoint: z.string(),
        probe: z.string(),
        create: z.string(),
        callback: z.string().nullable(),
      }),
    )
    .meta({ description: 'what a check run asks for, by provider' }),
});

/** A sample shop that runs beside the stage. */
export type DemoShopView = z.infer<typeof demoShopView>;
