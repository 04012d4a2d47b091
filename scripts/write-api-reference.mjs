/**
 * `npm run api-reference`: writes docs/api.md from the types and comments of what the package exports. A test fails when it is out of date.
 * Reads the sources, so that nothing has to be built.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Node, Project } from 'ts-morph';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The text of docs/api.md. */
export function buildApiReference() {
  const project = new Project({ tsConfigFilePath: `${ROOT}tsconfig.json`, skipAddingFilesFromTsConfig: true });
  const index = project.addSourceFileAtPath(`${ROOT}server/index.ts`);
  const entries = [...index.getExportedDeclarations()]
    .flatMap(([name, declarations]) => declarations.slice(0, 1).map((declaration) => ({ name, declaration })))
    .sort((one, other) => rank(one.declaration) - rank(other.declaration) || (one.name < other.name ? -1 : 1));
  const parts = entries.map(({ name, declaration }) => renderExport(name, declaration));
  return `# Programmatic API

Everything that \`import { … } from 'paystage'\` gives, from its own types and comments. How to use it in tests: [testing.md](testing.md).

${parts.join('\n\n')}
`;
}

/** Functions first, then classes, then the types that they mention. */
function rank(declaration) {
  if (Node.isFunctionDeclaration(declaration)) return 0;
  if (Node.isClassDeclaration(declaration)) return 1;
  return Node.isVariableDeclaration(declaration) ? 2 : 3;
}

function renderExport(name, declaration) {
  const heading = `## ${name}\n`;
  const text = commentOf(Node.isVariableDeclaration(declaration) ? declaration.getVariableStatement() : declaration);
  if (Node.isFunctionDeclaration(declaration))
    return `${heading}\n${fence(`function ${name}(${parametersOf(declaration)}): ${returnOf(declaration)}`)}\n${text}`;
  if (Node.isClassDeclaration(declaration)) return `${heading}\n${text}\n\n${renderClass(declaration)}`;
  if (Node.isVariableDeclaration(declaration))
    return `${heading}\n${fence(`const ${name}: ${plain(declaration.getType().getText(declaration))}`)}\n${text}`;
  const body = isMapped(declaration) ? listMembers(name, declaration) : withoutExport(declaration.getText());
  return `${heading}\n${text === '' ? '' : `${text}\n\n`}${fence(body)}`;
}

/** A type that is worked out from others says nothing as it is written. */
function isMapped(declaration) {
  return Node.isTypeAliasDeclaration(declaration) && Node.isMappedTypeNode(declaration.getTypeNode());
}

function listMembers(name, declaration) {
  const members = declaration
    .getType()
    .getProperties()
    .map((member) => `  ${member.getName()}: ${plain(member.getTypeAtLocation(declaration).getText(declaration))};`);
  return `interface ${name} {\n${members.join('\n')}\n}`;
}

function renderClass(declaration) {
  const rows = [];
  for (const property of [...declaration.getInstanceProperties()]) {
    if (isHidden(property)) continue;
    rows.push(`- \`${property.getName()}: ${typeOf(property)}\`${inline(commentOf(property))}`);
  }
  for (const method of declaration.getInstanceMethods()) {
    if (isHidden(method)) continue;
    rows.push(`- \`${method.getName()}(${parametersOf(method)}): ${returnOf(method)}\`${inline(commentOf(method))}`);
  }
  return rows.join('\n');
}

function isHidden(member) {
  const name = member.getName();
  return name.startsWith('#') || name.startsWith('[') || member.getScope?.() === 'private';
}

function typeOf(property) {
  const node = property.getTypeNode?.() ?? property.getReturnTypeNode?.();
  return oneLine(node ? node.getText() : plain(property.getType().getText(property)));
}

function parametersOf(callable) {
  return callable
    .getParameters()
    .map((parameter) => {
      const written = parameter.getNameNode();
      const name = Node.isObjectBindingPattern(written) ? 'options' : parameter.getName();
      const type = parameter.getTypeNode()?.getText() ?? plain(parameter.getType().getText(parameter));
      return `${name}${parameter.isOptional() ? '?' : ''}: ${oneLine(type)}`;
    })
    .join(', ');
}

function returnOf(callable) {
  const node = callable.getReturnTypeNode();
  return oneLine(node ? node.getText() : plain(callable.getReturnType().getText(callable)));
}

/** The comment as it stands, its tags as sentences. */
function commentOf(node) {
  const docs = node?.getJsDocs?.() ?? [];
  return docs
    .map((doc) => {
      const tags = doc.getTags().map((tag) => {
        const said = oneLine(tag.getCommentText() ?? '');
        const word = tag.getTagName();
        if (word === 'throws') return `Throws ${said}`;
        if (word === 'returns') return `Returns ${said}`;
        return word === 'param' ? `\`${tag.getName()}\`: ${said}` : said;
      });
      return [oneLine(doc.getDescription()), ...tags].filter(Boolean).join(' ');
    })
    .join(' ');
}

function inline(text) {
  return text === '' ? '' : `: ${text}`;
}

function oneLine(text) {
  return text.replace(/\s*\n\s*\*?\s*/g, ' ').trim();
}

function plain(type) {
  return type.replace(/import\("[^"]*"\)\./g, '');
}

function withoutExport(text) {
  return text.replace(/^export /, '');
}

function fence(code) {
  return `\`\`\`ts\n${code}\n\`\`\`\n`.trimEnd();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(`${ROOT}docs/api.md`, buildApiReference());
