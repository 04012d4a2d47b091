import { open, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { HarnessError } from '../../domain/errors.js';
import { makeFolders } from '../../log/make-folders.js';
import { formatHtml } from '../../scenarios/report/html.js';
import { formatJson } from '../../scenarios/report/json.js';
import { formatJunit } from '../../scenarios/report/junit.js';
import type { Report } from '../../scenarios/report/report.js';
import { formatText } from '../../scenarios/report/text.js';
import { checkChoice } from '../check-choice.js';
import { paintNothing } from '../paint.js';
import { refuseInputs } from '../refuse-inputs.js';
import { jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Values } from '../values.js';
import { logSetting, reportSetting } from './run-settings.js';

const FORMS = ['text', 'json', 'junit', 'html'] as const;
export type ReportForm = (typeof FORMS)[number];

export interface WantedReports {
  /** What stands on stdout; text is told while the run goes on. */
  stdout: ReportForm;
  files: readonly { form: ReportForm; file: string }[];
}

/** @throws HarnessError `misuse` for an unknown form with the nearest one, two forms for stdout, and a file that is named twice. */
export function readReports(values: Values): WantedReports {
  const toStdout = new Set<ReportForm>(values.get(jsonSetting) ? ['json'] : []);
  const files: { form: ReportForm; file: string }[] = [];
  for (const text of values.get(reportSetting) ?? []) {
    const at = text.indexOf('=');
    const [, colonForm, colonFile] = /^(text|json|junit|html):(.+)$/.exec(text) ?? [];
    if (colonForm !== undefined)
      throw new HarnessError('misuse', `--report ${toTerminalText(text, 100)}: a file is named after "=".`, {
        hint: `Write --report ${colonForm}=${toTerminalText(colonFile ?? '', 100)}.`,
      });
    const form = checkChoice('report', at === -1 ? text : text.slice(0, at), FORMS);
    const file = text.slice(at + 1);
    if (at === -1 || file === '-') toStdout.add(form);
    else if (file !== '') files.push({ form, file });
    else throw new HarnessError('misuse', `--report ${toTerminalText(text, 100)}: no file is named after "=".`);
  }
  const [stdout = 'text', second] = toStdout;
  if (second !== undefined) {
    throw new HarnessError('misuse', `Only one report can go to stdout; found ${[...toStdout].join(' and ')}.`, {
      hint: `Name a file for the others, such as --report ${second}=report.${EXTENSIONS[second]}.`,
    });
  }
  const named = [...files.map(({ file }) => file), values.get(logSetting) ?? []].flat();
  const places = named.map((file) => resolve(file));
  const twice = named.find((_file, index) => places.indexOf(places[index] ?? '') !== index);
  if (twice !== undefined) throw new HarnessError('misuse', `Two things would be written into ${toTerminalText(twice, 300)}.`);
  return { stdout, files };
}

const EXTENSIONS: Record<ReportForm, string> = { text: 'txt', json: 'json', junit: 'xml', html: 'html' };

export function formatReport(form: ReportForm, report: Report): string {
  switch (form) {
    case 'text':
      return formatText(report, { paint: paintNothing, clean: toTerminalText });
    case 'json':
      return formatJson(report);
    case 'junit':
      return formatJunit(report);
    case 'html':
      return formatHtml(report);
  }
}

/**
 * Makes the folders of files that will be written, and sees that they can be, so that a long run does not end with a surprise. What is in them
 * stays until then.
 * @param inputs what is read meanwhile. @throws HarnessError `cannot_write`, `misuse` for a file that is an input, or another output under a second name.
 */
export async function prepareFiles(files: readonly string[], inputs: readonly string[]): Promise<void> {
  await refuseInputs(files, inputs);
  for (const file of files) {
    try {
      await makeFolders(dirname(file));
      const isNew = await stat(file).then(
        () => false,
        () => true,
      );
      // Permissions alone tell too little: of a folder, of a full or read-only disk.
      await (await open(file, 'a')).close();
      if (isNew) await rm(file, { force: true });
    } catch (error) {
      throw refuseFile(file, error);
    }
  }
}

/** @throws HarnessError `cannot_write`. */
export async function saveText(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw refuseFile(file, error);
  }
}

function refuseFile(file: string, cause: unknown): HarnessError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new HarnessError('cannot_write', `${toTerminalText(file, 300)} cannot be written (${code}).`, {
    hint: 'Name another file.',
    cause,
  });
}
