/** Whether a field of a form or a query carries a secret: by its name, or by a part of a nested one (`data[encryption_key]`). */
export function isSecretName(name: string, secretFields: readonly string[]): boolean {
  if (secretFields.includes(name)) return true;
  return name.includes('[') && name.split(/[[\]]/).some((part) => secretFields.includes(part));
}
