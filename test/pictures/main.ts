// `npm run pictures`: takes pictures of all that a user sees, in four themes and two languages.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toSmallPng } from '../journey/smallPng';
import { setStage, type Stage } from '../journey/stage';
import { until } from '../journey/waiting';
import * as surfaces from './surfaces';
import type { Scene } from './surfaces';
import { readTitles, type Titles } from './titles';

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};
const languages = ['en', 'zh-cn'];

/** All tasks of the demo that are to be seen at their end have ended after this time (ms). */
const demoPatienceMs = 180_000;

const { values } = parseArgs({
  options: { theme: { type: 'string' }, language: { type: 'string' }, only: { type: 'string' } },
});
const chosenThemes = Object.entries(themes).filter(([theme]) => theme === (values.theme ?? theme));
const folder = path.resolve('docs', 'screenshots');

async function takeAll(): Promise<void> {
  if (values.theme === undefined && values.language === undefined && values.only === undefined)
    await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const language of languages.filter((each) => each === (values.language ?? each))) {
    // A page keeps the language that it was given first.
    const stage = await setStage({ width: 1000, height: 640 });
    try {
      await takeLanguage(stage, language);
    } catch (error) {
      await mkdir('test-results', { recursive: true });
      await stage.window.screenshot('test-results/pictures-failed.png');
      throw error;
    } finally {
      await stage.stop();
    }
  }
}

async function takeLanguage(stage: Stage, language: string): Promise<void> {
  const { window } = stage;
  const titles = await readTitles(language);
  await window.page.addInitScript(stage.localeScript(language));
  for (const [theme, themeName] of chosenThemes) {
    await openAs(stage, themeName, titles);
    await surfaces.takeWelcome(sceneOf(stage, titles, theme, language));
  }
  await surfaces.run({ window, titles }, 'startDemo');
  const failed = titles.text('Drawings of line 3');
  await until(
    'a task to end',
    async () => (await window.treeRows(titles.view)).some(({ label, icon }) => label === failed && icon === 'warning'),
    demoPatienceMs,
  );
  const [[lastTheme] = ['dark']] = chosenThemes.slice(-1);
  // The window still has the last theme, and no notification after it is opened again.
  await surfaces.takeNotifications(sceneOf(stage, titles, lastTheme, language));
  for (const [theme, themeName] of chosenThemes) {
    const scene = sceneOf(stage, titles, theme, language);
    await openAs(stage, themeName, titles);
    await surfaces.takeTree(scene);
    await surfaces.takeDetails(scene);
    await surfaces.takeArranged(scene);
    await surfaces.takeTaskList(scene);
    await surfaces.takeWizard(scene);
    await surfaces.takePaused(scene);
  }
  await surfaces.run({ window, titles }, 'stopDemo');
  await until('the demo to stop', async () => (await window.treeRows(titles.view)).length === 0);
}

/** Opens the window again with that theme. No window is open meanwhile: it could be about to write the settings, too. */
async function openAs(stage: Stage, themeName: string, titles: Titles): Promise<void> {
  const { window, dataDir } = stage;
  const { page } = window;
  const address = page.url();
  await page.goto('about:blank');
  const file = path.join(dataDir, 'data', 'User', 'settings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...settings, 'workbench.colorTheme': themeName }, null, 2));
  await page.goto(address);
  await window.restored();
  await window.openActivity(titles.view);
  await page.addStyleTag({
    // What this browser host adds to the status bar is in nobody's desktop.
    content:
      '[id="status.keyboardLayout"], [id*="forwardedPorts"], [id*="keyboardLayout"] { display: none !important }',
  });
}

function sceneOf({ window }: Stage, titles: Titles, theme: string, language: string): Scene {
  return {
    window,
    titles,
    async take(name, selector) {
      if (values.only !== undefined && !name.includes(values.only)) return;
      const { page } = window;
      const clip = selector === undefined ? undefined : ((await page.locator(selector).boundingBox()) ?? undefined);
      const png = await page.screenshot({ animations: 'disabled', ...(clip && { clip }) });
      const file = path.join(folder, `${name}.${theme}.${language}.png`);
      await writeFile(file, await toSmallPng(png, page.context()));
      console.log(path.relative(process.cwd(), file));
    },
  };
}

void takeAll().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
