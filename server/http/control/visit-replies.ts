import { z } from 'zod';
import { jsonObject, paymentView } from './replies.js';

export const visitView = z.object({
  seq: z.int().meta({ description: 'of the record customer.visited' }),
  action: jsonObject.nullable().meta({ description: 'null: the checkout was opened and nothing done there' }),
  typedUrl: z.string().optional().meta({ description: 'address that was typed in place of opening the checkout' }),
  hops: z
    .array(
      z.object({
        method: z.string(),
        url: z.string(),
        status: z.int().nullable().meta({ description: 'null: nothing was answered' }),
        location: z.string().optional().meta({ description: 'as it stood in the answer' }),
      }),
    )
    .meta({ description: 'every request of the browser, in order' }),
  page: z
    .object({
      url: z.string(),
      status: z.int(),
      contentType: z.string().nullable(),
      title: z.string().nullable(),
      body: z.string().nullable().meta({ description: 'text, its first 64 KiB at most; null where it is not text' }),
      sizeBytes: z.int(),
      note: z.string().optional().meta({ description: 'what is odd about the body, or missing from it' }),
    })
    .nullable()
    .meta({ description: 'where the visit ended; null where that was no page' }),
  stoppedBy: z.string().optional().meta({
    description: 'why it ended before its page: "close-tab", "limit" (too many redirects), or a plain sentence',
  }),
});

export const visitReply = z.object({ payment: paymentView, visit: visitView });

export type VisitView = z.infer<typeof visitView>;
export type VisitReply = z.infer<typeof visitReply>;
