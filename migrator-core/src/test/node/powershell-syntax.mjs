// Parses PowerShell scripts by a grammar of others and prints what they define and call, or where they are wrong.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const grammar = new URL('node_modules/tree-sitter-powershell/tree-sitter-powershell.wasm', import.meta.url);
const parser = new Parser();
parser.setLanguage(await Language.load(fileURLToPath(grammar)));

// One document a file, in the order of the arguments.
const results = process.argv.slice(2).map((file) => {
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const root = parser.parse(text).rootNode;
  const texts = (type) => root.descendantsOfType(type).map((node) => node.text);
  return {
    wrong: root.hasError,
    errors: root.descendantsOfType('ERROR').map((node) => `line ${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`),
    functions: texts('function_name'),
    commands: texts('command_name'),
  };
});
console.log(JSON.stringify(results));
