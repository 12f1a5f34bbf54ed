import { isErrorName, isRemarkName } from '../reading/reasons';
import { findingAt, ranked, type Finding } from './finding';
import { areBeside, distanceOf, keysOf, type Place, type Places } from './places';

/** Names that speak of an error of the task, wherever they stand. */
const certainNames =
  /^(error|errors|err|errmsg|errormessage|errormsg|errordetail|errordetails|failreason|failurereason|statemessage|statusmessage|exception)$/;

/** The values and objects that may say why a task failed, the best first. @param state where the state is */
export function reasonPlaces({ leaves, branches }: Places, state: readonly Place[]): readonly Place[] {
  const found = [...branches.filter(({ value }) => !Array.isArray(value) || value.length > 0), ...leaves];
  return ranked(found, ({ name, place, value }) => {
    const isBeside = state.some((each) => areBeside(each, place));
    const rank = certainNames.test(name) ? 3 : isErrorName(name) ? 2 : isRemarkName(name) && isBeside ? 1 : 0;
    const isText = typeof value !== 'number' && typeof value !== 'boolean' && typeof place.at(-1) === 'string';
    const isEmpty = value === null || value === '';
    return rank > 0 && isText ? 30 * rank + (isEmpty ? 0 : 20) - distanceOf(place) : undefined;
  }).map(({ place }) => place);
}

/** The task's error, where the usual members would miss it. @param state where the state is */
export function findError(places: Places, state: readonly Place[]): Finding | undefined {
  const certain = reasonPlaces(places, state).filter((place) => certainNames.test(keysOf(place).at(-1) ?? ''));
  const root = state[0]?.slice(0, -1) ?? [];
  const isUsual = (place: Place): boolean =>
    place.length === 1 ||
    areBeside(place, [...root, '']) ||
    (place.length === 2 && ['status', 'state', 'output'].includes(keysOf(place)[0] ?? ''));
  const [best] = certain;
  return best && !certain.some(isUsual) ? findingAt('error', best) : undefined;
}
