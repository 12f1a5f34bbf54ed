import { expressionAt, isWithin, type Place, type Places } from './places';

/** Members that say in how many seconds to ask again. A unit in their name must be that. */
const retryName =
  /^(retry|check|poll|refresh)(again)?(after|in|interval)(s|secs|seconds|insec|insecs|inseconds)?$|^(next(poll|check)in|polling(interval|frequency))(s|secs|seconds|inseconds)?$/;

/** Where a response says when to ask again. @param root where the definition's expressions are evaluated */
export function findRetryAfter({ leaves }: Places, root: Place): string | undefined {
  const found = leaves.find(
    ({ name, value, place }) =>
      retryName.test(name) && typeof value === 'number' && value > 0 && value <= 3_600 && isWithin(place, root),
  );
  return found && expressionAt(found.place, root);
}
