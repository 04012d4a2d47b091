// Writes the JSON Schema of scenario files and the tables of docs/scenarios.md from the schemas that the reader uses. Needs a build.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { providers } from '../dist/server/providers/index.js';
import { buildDocTables, fillDocTables } from '../dist/server/scenarios/format/doc-tables.js';
import { faultCatalogue } from '../dist/server/scenarios/format/fault-catalogue.js';
import { buildScenarioSchema } from '../dist/server/scenarios/format/json-schema.js';

const schemaFile = fileURLToPath(new URL('../fixtures/scenarios/schema.json', import.meta.url));
writeFileSync(schemaFile, `${JSON.stringify(buildScenarioSchema(providers, faultCatalogue), null, 2)}\n`);

const docFile = fileURLToPath(new URL('../docs/scenarios.md', import.meta.url));
writeFileSync(docFile, fillDocTables(readFileSync(docFile, 'utf8'), buildDocTables(providers, faultCatalogue)));
console.log('Wrote fixtures/scenarios/schema.json and the tables of docs/scenarios.md.');
