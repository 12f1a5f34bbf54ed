// Builds the extension in test/fixtures/consumer, which uses this one as others would: it is compiled against the packed
// types alone.
import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { buildApiTypes } from '../apiTypes.mjs';

/**
 * Compiles the consumer.
 * @param {string} root the checkout
 * @param {string} [folder] is deleted first
 * @returns {Promise<string>} the folder of the compiled extension
 * @throws {Error} with the compiler's problems
 */
export async function buildConsumer(root, folder = path.join(root, 'out', 'consumer')) {
  await rm(folder, { recursive: true, force: true });
  await cp(path.join(root, 'test', 'fixtures', 'consumer'), folder, { recursive: true });
  await writeFile(path.join(folder, 'api.d.ts'), buildApiTypes());
  const config = ts.readConfigFile(path.join(folder, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder);
  const program = ts.createProgram(fileNames, options);
  const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (problems.length > 0) {
    throw new Error(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')).join('\n'));
  }
  return folder;
}
