// Where the journey takes place: a simulated cloud, the real VS Code with the packaged extension, one browser window.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { systemClock } from '../../src/base/clock';
import { createSimulatedCloud, type SimulatedCloud } from '../../src/simulator/simulatedCloud';
import { notificationRecorder } from './notificationRecord';
import { openWorkbench, type WorkbenchOptions } from './openWorkbench';
import type { Workbench } from './workbench';

export interface Stage {
  readonly window: Workbench;
  readonly cloud: SimulatedCloud;
  /** Where the cloud's services are. */
  readonly origin: string;
  /** Where VS Code keeps settings, logs and what extensions store. */
  readonly dataDir: string;
  /** Opens another window, of a browser that knows nothing of the first. */
  openAnother(options: WorkbenchOptions): Promise<Workbench>;
  /** An init script that gives the window's extensions another language, such as `zh-cn`. */
  readonly localeScript: (language: string) => string;
  /** The cloud's tasks go on by that many milliseconds; between calls they stand still. */
  passTime(ms: number): void;
  stop(): Promise<void>;
}

interface HostScripts {
  startVsCodeServer(options: {
    version: string;
    vsix: string[];
    workspaceTrust: boolean;
    settings: Record<string, unknown>;
  }): Promise<{ url: (folder?: string) => string; dataDir: string; stop: () => Promise<void> }>;
  ensureChromium(): Promise<string>;
  readonly localeScript: (locale: string) => string;
  readonly CHROMIUM_ARGUMENTS: string[];
}

/** What the window shows, and of which extension. */
interface StageOptions {
  /** Is opened in the window. */
  readonly folder?: string;
  /** Opens the folder in Restricted Mode. */
  readonly isRestricted?: boolean;
  /** The packed extension; by default the one that CLOUD_TASKS_VSIX names. */
  readonly vsix?: string;
}

/** @param settings the user's, beside those of all journeys */
export async function setStage(
  viewport: { readonly width: number; readonly height: number },
  settings: Readonly<Record<string, unknown>> = {},
  { folder, isRestricted = false, vsix = process.env['CLOUD_TASKS_VSIX'] }: StageOptions = {},
): Promise<Stage> {
  if (vsix === undefined) throw new Error('CLOUD_TASKS_VSIX names no extension. Run: npm test -- journey');
  let passed = 0;
  const start = Date.now();
  const cloud = createSimulatedCloud({ clock: { ...systemClock, now: () => start + passed } });
  const stops: (() => Promise<unknown>)[] = [() => cloud.stop()];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const scripts = await hostScripts();
    const [origin, browser, server] = await Promise.all([
      cloud.start(),
      launch(scripts).then((launched) => (stops.push(() => launched.close()), launched)),
      scripts
        .startVsCodeServer({
          version: '1.139',
          vsix: [vsix],
          workspaceTrust: isRestricted,
          settings: {
            'cloudTasks.polling.minInterval': 1,
            'workbench.colorTheme': process.env['CLOUD_TASKS_THEME'] ?? 'Default Dark Modern',
            ...settings,
          },
        })
        .then((started) => (stops.push(started.stop), started)),
    ]);
    const window = await openWorkbench(browser, server.url(folder), {
      viewport,
      initScript: notificationRecorder,
    });
    const { dataDir } = server;
    const openAnother = (options: WorkbenchOptions) => openWorkbench(browser, server.url(), options);
    const { localeScript } = scripts;
    return { window, openAnother, cloud, origin, dataDir, localeScript, passTime: (ms) => void (passed += ms), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function launch(scripts: HostScripts): Promise<Browser> {
  return scripts
    .ensureChromium()
    .then((executablePath) => chromium.launch({ executablePath, args: scripts.CHROMIUM_ARGUMENTS }));
}

/** The scripts are no part of what is compiled. */
async function hostScripts(): Promise<HostScripts> {
  const load = (name: string) => import(pathToFileURL(path.resolve('scripts', 'host', name)).href) as Promise<object>;
  return Object.assign({}, await load('server.mjs'), await load('chromium.mjs')) as HostScripts;
}
