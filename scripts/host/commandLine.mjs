// Help and error messages of the scripts.

/** A mistake in the command line. */
export class UsageError extends Error {}

/**
 * Reads the command line of this process. For `--help`, prints the help and ends the process. For a mistake, prints a
 * message with the help and ends the process with code 2.
 * @template Result
 * @param {string} help
 * @param {() => Result} read calls `parseArgs`; throws a UsageError for invalid arguments
 * @returns {Result}
 */
export function readCommandLine(help, read) {
  if (process.argv.slice(2).some((each) => each === '--help' || each === '-h')) {
    console.log(help.trim());
    process.exit(0);
  }
  try {
    return read();
  } catch (error) {
    if (!isMistake(error)) throw error;
    console.error(`${error.message}\n\n${help.trim()}`);
    process.exit(2);
  }
}

/** Prints uncaught errors without a stack: most often a program cannot be installed or started. */
export function printErrorsWithoutStack() {
  process.on('uncaughtException', (error) => {
    console.error(error.message);
    process.exit(1);
  });
}

/**
 * @param {unknown} error
 * @returns {error is Error}
 */
function isMistake(error) {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}
