import { l10n, TerminalLink } from 'vscode';
import type { PastedTask } from '../../providers/pastedTask';
import { runReported } from '../commands/runReported';
import { trackPasted } from '../commands/trackAndShow';
import { pastedTaskFinder } from '../prompts/pastedTask';
import type { Services } from '../services';
import { plainText } from '../text/plainText';

/** An address in a terminal whose task can be tracked. */
export class TaskTerminalLink extends TerminalLink {
  constructor(
    startIndex: number,
    length: number,
    readonly task: PastedTask,
  ) {
    super(startIndex, length, plainText(tooltipOf(task)));
  }
}

function tooltipOf({ id, provider, connection }: PastedTask): string {
  return connection
    ? l10n.t('Track task {0} of {1}', id, connection.name)
    : l10n.t('Add a connection to {0} and track task {1}', provider.label, id);
}

/** Finds the addresses of tasks in a line. */
export async function findTaskLinks(deps: Services, line: string): Promise<TaskTerminalLink[]> {
  const find = await pastedTaskFinder(deps);
  return [...line.matchAll(/https?:\/\/[^\s'"<>]+/gi)].flatMap(({ 0: address, index }) => {
    const [task] = find(address);
    return task ? [new TaskTerminalLink(index, address.length, task)] : [];
  });
}

/** Tracks the task whose address was clicked. */
export async function openTerminalLink(deps: Services, { task }: TaskTerminalLink): Promise<void> {
  await runReported('Terminal link', deps.log, () => trackPasted(deps, task));
}
