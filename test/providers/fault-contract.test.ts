import { expect, test } from 'vitest';
import type { CreatedView } from '../../server/http/control/provider-replies.js';
import { providers } from '../../server/providers/index.js';
import { actAsCustomer, callControl, startHarness } from '../support/harness.js';

test.each(providers.map((provider) => [provider.name, provider] as const))(
  '%s: payloads vary without touching the event, headers carry the signature it names, and every failure has its shape',
  async (name, provider) => {
    const harness = await startHarness({ clock: { speed: 0 } });
    try {
      const { paymentId } = await callControl<CreatedView>(harness, 'POST', `/accounts/${name}/payments`, {});
      await actAsCustomer(harness, paymentId ?? '', { action: 'pay' });
      await harness.engine.activity.whenIdle();
      const account = harness.engine.accounts.inLane(name, 'default');
      const view = harness.engine.viewOf(provider);
      expect(harness.engine.state.events.size).toBeGreaterThan(0);
      for (const event of harness.engine.state.events.values()) {
        const before = structuredClone(event);
        expect(provider.varyBody([], event, account, view)).toBe(event.body);
        const bodies = [
          provider.varyBody([{ kind: 'unknown-field', name: 'zzz' }], event, account, view),
          provider.varyBody([{ kind: 'unknown-status', status: 'zzz' }], event, account, view),
          provider.varyBody([{ kind: 'tampered' }], event, account, view),
        ];
        expect(new Set([event.body, ...bodies]).size).toBe(4);
        expect(event).toEqual(before);
        const headers = provider.buildAttemptHeaders({ account, event, body: event.body, nowMs: 0 }).map(([header]) => header);
        expect(headers).toEqual(expect.arrayContaining([...provider.signatureHeaders]));
      }
      expect(provider.signatureKey === undefined).toBe(provider.signatureHeaders.length === 0);
      const key = provider.keys.find((known) => known.name === provider.signatureKey);
      expect(key?.isSecret ?? true).toBe(true);
      for (const status of [429, 500, 502, 599]) {
        const reply = provider.answerFailure(status, 'no');
        expect([reply.status, reply.content?.kind]).toEqual([status, 'json']);
      }
    } finally {
      await harness.close();
    }
  },
);
