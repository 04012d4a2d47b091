/** How this program is called from where it was called: `npx paystage` where only npx knows it. */
export function nameProgram(env: NodeJS.ProcessEnv = process.env): string {
  return env.npm_command === 'exec' ? 'npx paystage' : 'paystage';
}
