import { spawn } from 'node:child_process';

/** Runs a program to its end with `input` on its standard input. Resolves with what it printed. @throws Error with its errors when it fails. */
export function runProcess(command: string, args: string[], input: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env } });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      errors += String(chunk);
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}: ${errors}`))));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
