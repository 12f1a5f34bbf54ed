import { readFile } from 'node:fs/promises';

/** The texts that lead to a surface, in the language of the window. */
export interface Titles {
  /** Title of the view. */
  readonly view: string;
  /** What the palette finds a command by, in every language. @param name without the prefix, such as `addConnection` */
  command(name: string): string;
  /** The translation of an English text. */
  text(english: string): string;
}

/** Reads the texts of a language. @param language `en` or `zh-cn` */
export async function readTitles(language: string): Promise<Titles> {
  const read = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  const isEnglish = language === 'en';
  const english = await read('package.nls.json');
  const manifest = isEnglish ? english : await read(`package.nls.${language}.json`);
  const texts = isEnglish ? {} : await read(`l10n/bundle.l10n.${language}.json`);
  return {
    view: manifest['view.tasks'] ?? '',
    command: (name) => `Cloud Tasks: ${english[`command.${name}`] ?? name}`,
    text: (text) => texts[text] ?? text,
  };
}
