/** How this program is typed where it was started: by npx or a script of npm, it need not be on the path of a second terminal. */
export function nameProgram(env: NodeJS.ProcessEnv = process.env): string {
  return env.npm_command === undefined ? 'paystage' : 'npx paystage';
}
