import { Uri, workspace } from 'vscode';
import type { CatalogFiles } from '../../providers/catalog';

/** The catalog that comes with this extension. @param extension the folder of the extension */
export function catalogFiles(extension: Uri): CatalogFiles {
  const folder = Uri.joinPath(extension, 'media', 'providers');
  return {
    async list() {
      const names = (await workspace.fs.readDirectory(folder)).map(([name]) => name);
      return names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));
    },
    async read(id) {
      try {
        // Anybody's settings may name an id: it must not lead out of the folder.
        const file = /^[a-z0-9-]+$/.test(id) && (await workspace.fs.readFile(Uri.joinPath(folder, `${id}.json`)));
        return file ? (JSON.parse(new TextDecoder().decode(file)) as unknown) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
