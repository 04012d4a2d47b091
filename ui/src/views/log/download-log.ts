import { toFileName } from '../../format/file-name.js';

const PATH = '/_paystage/api/log';

/** Saves the stage's whole log as a file. Resolves with what went wrong, in words, or null. */
export async function downloadLog(authHeaders: Record<string, string>): Promise<string | null> {
  // Without a token the browser streams it to disk by itself; a header can be sent only by way of memory.
  if (Object.keys(authHeaders).length === 0) {
    saveAs(PATH, '');
    return null;
  }
  try {
    const response = await fetch(PATH, { headers: authHeaders, cache: 'no-store' });
    if (!response.ok) return `The log was not exported: the stage answered ${response.status}.`;
    const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'paystage-log.jsonl';
    const url = URL.createObjectURL(await response.blob());
    saveAs(url, name);
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return null;
  } catch {
    return 'The log was not exported: the stage did not answer.';
  }
}

/** `name`: empty leaves it to the server. */
function saveAs(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name === '' ? '' : toFileName(name);
  document.body.append(link);
  link.click();
  link.remove();
}
