import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Harness } from '../../server/index.js';
import type { JsonObject } from '../../server/protocol/records.js';
import type { Provider } from '../../server/providers/provider.js';

type Drawn = JsonObject & { properties: Record<string, JsonObject> };

/** What a page draws forms from: the settings and the call that creates a payment, as JSON Schema. */
export function describeForms(provider: Provider): void {
  test('every switch reaches a page with title, evidence, source and a whole default, and with its words where it has some', () => {
    const { properties } = z.toJSONSchema(provider.settings, { io: 'input', unrepresentable: 'any' }) as Drawn;
    const defaults = provider.settings.parse({});
    expect(Object.keys(properties)).toEqual(Object.keys(defaults));
    for (const [name, schema] of Object.entries(properties)) {
      expect(schema, name).toMatchObject({ title: expect.stringMatching(/\S/), source: expect.stringMatching(/\S/) });
      expect(['documented', 'inferred', 'assumed'], name).toContain(schema.evidence);
      expect(schema.default, name).toEqual(defaults[name]);
      if (typeof schema.default === 'string' && schema.enum !== undefined) expect(schema.enum, name).toContain(schema.default);
    }
  });

  test('the call that creates a payment is a flat form with titles, and empty it is complete', () => {
    const { fields } = provider.creation;
    const { properties, required } = z.toJSONSchema(fields, { io: 'input' }) as Drawn & { required?: string[] };
    expect(required ?? []).toEqual([]);
    expect(() => fields.parse({})).not.toThrow();
    for (const [name, schema] of Object.entries(properties)) {
      expect(schema.title, name).toMatch(/\S/);
      expect(['string', 'number', 'integer', 'boolean', 'array'], name).toContain(schema.type);
      if (schema.type === 'array') expect(schema.items, name).toEqual({ type: 'string' });
    }
    const advanced = Object.values(properties).map(({ isAdvanced }) => isAdvanced === true);
    expect(advanced[0]).toBe(false);
    expect(advanced, 'the rare ones come last').toEqual([...advanced].sort((left, right) => Number(left) - Number(right)));
  });
}

/** The form's defaults, sent over the wire as an app would send them. */
export function describeCreation(provider: Provider, getHarness: () => Harness): void {
  test('the empty form creates a payment through the route it names', async () => {
    const { engine, url } = getHarness();
    const { creation } = provider;
    const account = engine.accounts.inLane(provider.name, 'default');
    const request = creation.buildRequest(creation.fields.parse({}) as JsonObject, account);
    const route = provider.routes.find(({ name }) => name === creation.route);
    expect(route).toMatchObject({ method: request.method, path: request.path, kind: 'api' });
    expect(new Map(request.headers).get('Content-Type')).toBe('application/json');
    expect(new Map(request.headers).get('User-Agent')).toBe('Paystage');
    const before = engine.state.payments.size;
    const reply = await fetch(`${url}/${provider.name}${request.path}`, {
      method: request.method,
      headers: request.headers.map(([name, value]): [string, string] => [name, value]),
      body: JSON.stringify(request.body),
    });
    expect(reply.status).toBe(200);
    expect(engine.state.payments.size).toBe(before + 1);
    expect([...engine.state.payments.values()].at(-1)).toMatchObject({ provider: provider.name, accountId: account.id });
  });
}
