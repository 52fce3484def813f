// Validates a SARIF file against the standard's JSON schema, as Microsoft's package for tests of producers has it.
// Usage: node sarif.mjs FILE
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const sarif = require.resolve('@microsoft/jest-sarif');
const Ajv = createRequire(sarif)('ajv');
const schema = JSON.parse(readFileSync(sarif.replace(/index\.js$/, 'schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const ajv = new Ajv({ schemaId: 'auto', allErrors: true, meta: false });
ajv.addMetaSchema(createRequire(sarif)('ajv/lib/refs/json-schema-draft-07.json'));
ajv.addMetaSchema(createRequire(sarif)('ajv/lib/refs/json-schema-draft-04.json'));
const validate = ajv.compile(schema);
if (!validate(JSON.parse(readFileSync(process.argv[2], 'utf8')))) {
  console.error(validate.errors.slice(0, 20).map((error) => `${error.dataPath} ${error.message}`).join('\n'));
  process.exit(1);
}
console.log('valid');
