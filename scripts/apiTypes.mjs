// Makes the types of the API for other extensions, which are part of the VSIX.
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { generateDtsBundle } from 'dts-bundle-generator';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Makes the types of the API for other extensions: one file that imports nothing but `vscode`.
 * @returns {string}
 */
export function buildApiTypes() {
  const [types] = generateDtsBundle(
    [
      {
        filePath: path.join(root, 'src', 'api.ts'),
        output: { noBanner: true, exportReferencedTypes: false },
        libraries: { importedLibraries: ['vscode'], allowedTypesLibraries: [] },
      },
    ],
    { preferredConfigPath: path.join(root, 'tsconfig.json') },
  );
  return `${types}`;
}
