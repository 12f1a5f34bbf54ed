import { until } from '../support/until';
import { openApi } from './extensionUnderTest';
import { catchMessages } from './shownMessages';
import { isAskedToEnd, report } from './windows';

/** What a second window does while the tests of `twoWindows.test.ts` run in the first: it polls, and reports. */
export async function run(): Promise<void> {
  catchMessages((shown) => void report({ shown }));
  const api = await openApi();
  const usable: string[] = [];
  for (const { id } of api.listConnections()) {
    await api.testConnection(id).then(
      () => usable.push(id),
      () => undefined,
    );
  }
  let last = '';
  const reportStates = async (): Promise<void> => {
    const states = Object.fromEntries(
      Object.entries(Object.groupBy(await api.listTasks(), ({ state }) => state)).map(([state, of]) => [
        state,
        of.length,
      ]),
    );
    if (JSON.stringify(states) !== last) {
      last = JSON.stringify(states);
      void report({ states });
    }
  };
  api.onDidChangeTask(() => void reportStates());
  await report({ usable });
  await reportStates();
  await until('the first window has seen enough', isAskedToEnd, 120_000);
}
