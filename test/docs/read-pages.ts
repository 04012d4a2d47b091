import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A fenced block of a page. */
export interface Block {
  language: string;
  text: string;
  /** Of the line after its fence, from 1. */
  line: number;
}

/** A command as it stands in a page, its continued lines joined. */
export interface Command {
  text: string;
  line: number;
}

/** Every Markdown page of the project that people read, as paths from its root. */
export function listPages(): string[] {
  const folders = ['docs', 'examples', 'server/providers', 'fixtures/receivers'];
  const nested = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
  const pages = nested.filter((file) => !file.startsWith('docs/.vitepress/') && !file.includes('node_modules/'));
  return ['README.md', 'CONTRIBUTING.md', ...pages].sort();
}

export function readPage(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** The fenced blocks, also those that are indented in a list. */
export function listBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; indent: number; block: Block } | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const [, indent = '', fence = '', language = ''] = /^( *)(`{3,})(\w*)/.exec(line) ?? [];
    if (open === null) {
      if (fence !== '') open = { fence, indent: indent.length, block: { language, text: '', line: index + 2 } };
    } else if (line.trim() === open.fence) {
      blocks.push(open.block);
      open = null;
    } else open.block.text += `${line.slice(open.indent)}\n`;
  }
  return blocks;
}

/** What a reader would type from the `sh` blocks of a page, comments behind it left out. */
export function listCommands(text: string): Command[] {
  return listBlocks(text)
    .filter(({ language }) => language === 'sh')
    .flatMap((block) => {
      const commands: Command[] = [];
      let continued: Command | null = null;
      for (const [index, line] of block.text.split('\n').entries()) {
        const words = line.replace(/\s+#( .*)?$/, '').trim();
        if (words === '' || words.startsWith('#')) continue;
        const command: Command = continued ?? { text: '', line: block.line + index };
        command.text += continued === null ? words : ` ${words}`;
        if (command.text.endsWith('\\')) {
          command.text = command.text.slice(0, -1).trimEnd();
          continued = command;
        } else {
          continued = null;
          commands.push(command);
        }
      }
      return commands;
    });
}
