import { l10n } from 'vscode';
import { raceAbort } from '../../base/async/abort';
import { CancelledError, toError, UserError } from '../../base/errors';
import { message, type Message } from '../../base/message';
import { RequestError } from '../../http/failure';
import { resolveConnection } from '../../polling/resolveConnection';
import { cannotCancel, isCancellable } from '../../providers/cancellable';
import { isEnded, type TaskRef, type TaskState } from '../../tasks/task';
import { MendableError } from '../messages/mendableError';
import { withCancellableProgress } from '../shell/progress';
import { localize } from '../shell/localize';
import { requestErrorText } from '../text/requestErrorText';
import { confirm, showMessage } from '../shell/showMessage';
import type { Services } from '../services';
import { mendOfFailure } from '../text/mend';
import { stateText } from '../text/stateText';
import type { Handlers } from './handlers';
import { tasksOf } from './taskTargets';

/** Name at most this many tasks in the question. */
const maxNamed = 10;

/** A task to cancel. One that is not tracked has its ID for a name. */
interface Target {
  readonly ref: TaskRef;
  readonly name: string;
  readonly state: TaskState;
}

/** A task that was not canceled, and why. */
interface Refusal {
  readonly target: Target;
  readonly error: Error;
}

/** The command that asks services to stop tasks. */
export function cancelCommand(deps: Services): Handlers<'cancelTask'> {
  return { cancelTask: (...args) => cancelTasks(deps, args) };
}

/** @throws CancelledError when the user leaves; UserError when no task can be canceled, or was not */
async function cancelTasks(deps: Services, args: readonly unknown[]): Promise<void> {
  const { connections, providers } = deps;
  const refs = await tasksOf(deps, args, {
    title: l10n.t('Cancel Task'),
    placeholder: l10n.t('Select tasks to cancel'),
    isOffered: ({ connection, state }) =>
      isCancellable(providers.get(connections.get(connection)?.provider ?? ''), state),
    none: message('None of the tasks can be canceled now.'),
  });
  const chosen = refs.map((ref): Target => ({ name: ref.id, state: 'unknown', ...deps.store.tasks.get(ref), ref }));
  const obstacles = chosen.map((target) => obstacleOf(deps, target));
  const targets = chosen.filter((_, index) => obstacles[index] === undefined);
  const [first] = targets;
  if (!first) {
    throw new UserError(obstacles[0] ?? message('None of the tasks can be canceled now.'));
  }
  if (!(await isConfirmed(deps, [first, ...targets.slice(1)], chosen.length - targets.length))) {
    throw new CancelledError();
  }
  const title =
    targets.length === 1 ? l10n.t('Canceling {0}…', first.name) : l10n.t('Canceling {0} tasks…', targets.length);
  const outcome = await withCancellableProgress(title, (signal) => cancelAll(deps, targets, signal));
  if (outcome.sent.length < targets.length) {
    const text = l10n.t(
      'Stopped. The service was asked to cancel {0} of {1} tasks.',
      outcome.sent.length,
      targets.length,
    );
    void showMessage('warning', text);
  }
  report(deps, outcome.sent, outcome.refusals);
}

/** Why a task cannot be canceled, as far as that is known without a request. */
function obstacleOf(deps: Services, { ref, name, state }: Target): Message | undefined {
  let provider;
  try {
    ({ provider } = resolveConnection(deps, ref.connection));
  } catch (error) {
    if (error instanceof UserError) {
      return error.human;
    }
    throw error;
  }
  if (isCancellable(provider, state)) {
    return undefined;
  }
  return !provider.cancel
    ? cannotCancel(provider)
    : isEnded(state)
      ? message('{0} has finished already.', name)
      : message('{0} cannot cancel {1} now: it is {2}.', provider.label, name, stateText(state));
}

function isConfirmed(deps: Services, targets: readonly [Target, ...Target[]], others: number): Promise<boolean> {
  const connectionOf = ({ ref }: Target): string => deps.connections.get(ref.connection)?.name ?? ref.connection;
  const [first] = targets;
  const isOne = targets.length === 1;
  const named = targets.slice(0, maxNamed).map((each) => l10n.t('{0} of {1}', each.name, connectionOf(each)));
  return confirm(
    isOne
      ? l10n.t('Cancel the task {0} of {1}?', first.name, connectionOf(first))
      : l10n.t('Cancel {0} tasks?', targets.length),
    [
      ...(isOne ? [] : named),
      ...(targets.length > maxNamed ? [l10n.t('and {0} more', targets.length - maxNamed)] : []),
      l10n.t('This stops the work at the service. It cannot be undone.'),
      ...(others > 0 ? [l10n.t('Selected tasks that cannot be canceled now: {0}', others)] : []),
    ],
    isOne
      ? { yes: l10n.t('Cancel Task'), no: l10n.t('Keep Task') }
      : { yes: l10n.t('Cancel Tasks'), no: l10n.t('Keep Tasks') },
  );
}

/** Cancels tasks one after the other and polls them at once, those too that the service refused: they have moved on. */
async function cancelAll(
  { service, poller }: Services,
  targets: readonly Target[],
  signal: AbortSignal,
): Promise<{ readonly sent: readonly Target[]; readonly refusals: readonly Refusal[] }> {
  const refusals: Refusal[] = [];
  const sent: Target[] = [];
  try {
    for (const target of targets) {
      if (signal.aborted) {
        break;
      }
      sent.push(target);
      try {
        await service.cancel(target.ref, signal);
      } catch (error) {
        if (error instanceof CancelledError) {
          break;
        }
        refusals.push({ target, error: toError(error) });
      }
    }
  } finally {
    // A request may have arrived although its response did not.
    const polled = poller.refresh(sent.map(({ ref }) => ref));
    await raceAbort(polled, signal).catch(() => undefined);
  }
  return { sent, refusals };
}

/** Says what the rows do not. @throws the reason, when a task was not canceled */
function report({ store }: Services, targets: readonly Target[], refusals: readonly Refusal[]): void {
  const [refused] = refusals;
  if (refused) {
    const { target, error } = refused;
    const failure = error instanceof RequestError ? error.failure : undefined;
    const reason =
      error instanceof RequestError
        ? requestErrorText(error)
        : error instanceof UserError
          ? localize(error.human)
          : undefined;
    if (reason === undefined) {
      throw error;
    }
    const text =
      targets.length === 1
        ? message('{0} was not canceled. {1}', target.name, reason)
        : message('{0} of {1} tasks were not canceled. {2}: {3}', refusals.length, targets.length, target.name, reason);
    // A refusal says nothing against the settings of the connection.
    const mend =
      failure && failure.kind !== 'rejected' ? mendOfFailure(failure.kind, target.ref.connection) : undefined;
    throw new MendableError(text, mend, 'error', { cause: error });
  }
  const going = targets.filter(({ ref }) => !isEnded(store.tasks.get(ref)?.state ?? 'unknown'));
  const [first, ...more] = going;
  if (first) {
    void showMessage(
      'information',
      more.length === 0
        ? l10n.t('The service accepted the cancellation of {0}. It may take a while to stop.', first.name)
        : l10n.t('The cancellation of {0} tasks was accepted. They may take a while to stop.', going.length),
    );
  }
}
