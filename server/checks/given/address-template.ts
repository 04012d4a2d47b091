import { parseJsonPath } from '../../client/probe/json-path.js';
import type { Probe, ProbePaths } from '../../client/probe/probe.js';
import { canParseUrl } from '../../domain/can-parse-url.js';
import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import { hideCredentialsWithin } from '../../domain/url-credentials.js';
import type { CreateTemplate } from '../exam/create-order.js';
import type { ExamProvider } from '../exam/exam.js';
import { fillAddress, findUnknownNames } from '../exam/templates.js';

/** Where the app says what it made of the order with these values. */
export type FindProbe = (values: Readonly<Record<string, string>>) => Probe;

/** Names that may stand in `{}` where the app creates an order. */
export const CREATE_NAMES = ['reference', 'externalid', 'amount', 'amount_minor', 'provider'];

/** Names that may stand in `{}` of a probe. */
export function listProbeNames({ exam }: ExamProvider): string[] {
  return Object.keys(exam.nameValues({ id: '', reference: '', amountMinor: 0, currency: '', details: {} }));
}

/** True for a text that is meant as an address, and not as a command. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** The address in the text of a probe or creation, with something in place of its names; null for a command. */
export function findAddress(text: string): string | null {
  const address = stripMethod(text);
  return isAddress(address) ? address.replace(/\{\w+\}/g, 'x') : null;
}

/** @param where it was given, such as `--probe`. @throws HarnessError `invalid_template` with the nearest name. */
export function checkNames(where: string, text: string, names: readonly string[]): void {
  const [unknown] = findUnknownNames(text, names);
  if (unknown === undefined) return;
  const near = nearestName(unknown, names);
  throw new HarnessError('invalid_template', `${where}: nothing stands for {${unknown.slice(0, 100)}}.`, {
    hint: near ? `Did you mean {${near}}?` : `There are ${names.map((name) => `{${name}}`).join(', ')}.`,
  });
}

/** Where the page opens an address by itself, that may name the order. @throws HarnessError `invalid_template`. */
export function checkCallback(where: string, text: string | undefined, provider: ExamProvider): void {
  if (text === undefined || !provider.exam.pageReturn) return;
  checkNames(where, text, listProbeNames(provider));
  checkAddress(where, text);
}

/** Asks an address about each order. @throws HarnessError `invalid_template`, `invalid_path`. */
export function readProbeAddress(where: string, text: string, paths: ProbePaths, names: readonly string[]): FindProbe {
  checkNames(where, text, names);
  for (const path of [paths.paid, paths.count]) if (path !== undefined) parseJsonPath(path);
  checkAddress(where, text);
  return (values) => ({ url: fillAddress(text, values), ...paths });
}

/** `http://...` gets a POST, `GET http://...` a GET. @throws HarnessError `invalid_template`. */
export function readCreateAddress(where: string, text: string): CreateTemplate {
  checkNames(where, text, CREATE_NAMES);
  const url = stripMethod(text);
  checkAddress(where, url);
  return { method: /^GET\s/.test(text) ? 'GET' : 'POST', url };
}

function stripMethod(text: string): string {
  return text.replace(/^(GET|POST)\s+/, '');
}

/** Which host is asked is decided when the template is read, never by a value of an order. */
function checkAddress(where: string, text: string): void {
  const sample = text.replace(/\{\w+\}/g, 'x');
  const isWhole = /^https?:\/\/[^/?#\s\\\p{Cc}]+(?:[/?#][^\s\\\p{Cc}]*)?$/iu.test(sample) && canParseUrl(sample);
  if (isWhole && !/^https?:\/\/[^/?#]*\{/i.test(text)) return;
  throw new HarnessError('invalid_template', `${where}: "${hideCredentialsWithin(text).slice(0, 200)}" is no address.`, {
    hint: 'Write it out, such as http://localhost:3000/orders/{externalid}; host and port take no names.',
  });
}
