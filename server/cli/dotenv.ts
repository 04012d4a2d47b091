/**
 * Names and values as lines for a .env file and for a shell's `source`. A value is quoted unless it is plain: single quotes keep everything
 * as it is, in shells and in dotenv readers alike. A value with a single quote falls back to double quotes, escaped.
 */
export function toDotenv(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`);
}

function quote(value: string): string {
  if (/^[\w.:/@%+,-]*$/.test(value)) return value;
  if (!/['\r\n]/.test(value)) return `'${value}'`;
  const escaped = value
    .replace(/[\\"$`]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r');
  return `"${escaped}"`;
}
