const MAX_CHARS = 40;

/** A lane's name for each file, after the file's own: the same again for the same files, and no two alike. */
export function nameLanes(files: readonly string[]): string[] {
  const taken = new Set(['default']);
  return files.map((file) => {
    const plain = toLaneName(file);
    let name = plain;
    for (let number = 2; taken.has(name); number++) {
      const ending = `-${number}`;
      name = plain.slice(0, MAX_CHARS - ending.length) + ending;
    }
    taken.add(name);
    return name;
  });
}

function toLaneName(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? file;
  const name = base
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_CHARS)
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'scenario' : name;
}
