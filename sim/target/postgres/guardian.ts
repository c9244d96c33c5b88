import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { ServerBinaries, ServerUser } from './server-binaries.ts';

/**
 * What the guardian executes: $1 is the server's home, further arguments are for initdb. It begins when two lines come
 * on its input, the folder of the programs and the path to their libraries; it ends the server when its input ends.
 * Backends that were stopped are woken up to hear of it. Its fourth descriptor, which nobody else may hold, tells the
 * sweeper when it has ended.
 */
const SCRIPT = `
trap '' HUP INT TERM PIPE
home=$1
shift
serve() {
  "$programs/initdb" --pgdata="$home/data" --no-sync --no-instructions --username=postgres --auth=trust \\
    --encoding=UTF8 --locale=C "$@" || return
  "$programs/pg_ctl" start --wait --silent --pgdata="$home/data" --options="-k '$home'" </dev/null
}
end() {
  for stat in /proc/[0-9]*/stat; do
    read -r process name state parent rest 2>/dev/null < "$stat" || continue
    [ "$parent" = "$server" ] && kill -CONT "$process"
  done
  "$programs/pg_ctl" stop --wait --silent --mode=immediate --pgdata="$home/data" || kill -QUIT "$server"
}
echo ready
if read -r programs && read -r LD_LIBRARY_PATH; then
  export LD_LIBRARY_PATH
  if serve "$@" > "$home/log" 2>&1 3>&-; then
    read -r server < "$home/data/postmaster.pid"
    echo started
    cat > /dev/null
    end > /dev/null 2>&1 3>&-
  else
    cat "$home/log"
  fi
fi
`;

/**
 * Removes the home, whatever happens, once the guardian has ended: as this process's user, because whom the server runs
 * as may not be allowed to do that.
 */
const SWEEPER = `
trap '' HUP INT TERM PIPE
cat > /dev/null
rm -rf "$1"
`;

/**
 * Starts, watches and ends a server, as a process of its own that notices the end of this one by the end of a pipe:
 * neither SIGKILL nor a crash leaves a server, shared memory or files behind.
 */
export class Guardian {
  readonly #child: ChildProcess;
  readonly #input: Writable;
  readonly #sweeper: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, input: Writable, output: Readable, sweeper: ChildProcess) {
    this.#child = child;
    this.#input = input;
    this.#sweeper = sweeper;
    this.#lines = createInterface({ input: output })[Symbol.asyncIterator]();
  }

  /**
   * Puts the guardian in its place. There need be nothing to guard as yet.
   *
   * @param user whom the server runs as, if not this process's user
   * @param options further options of initdb
   */
  static async appoint(
    home: string,
    user: ServerUser | undefined,
    options: readonly string[],
  ): Promise<Guardian> {
    const sweeper = spawn('/bin/sh', ['-c', SWEEPER, 'skein-sweeper', home], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    sweeper.on('error', () => undefined); // then the guardian does not come either
    sweeper.unref();
    const child = spawn('/bin/sh', ['-c', SCRIPT, 'skein-guardian', home, ...options], {
      cwd: '/',
      detached: true, // Ctrl-C in a terminal is not for it
      stdio: ['pipe', 'pipe', 'ignore', sweeper.stdin],
      env: { ...process.env, LC_ALL: 'C' },
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    });
    child.on('error', () => undefined); // then no line comes
    const { stdin, stdout } = child;
    if (!stdin || !stdout) throw new Error('a process was given no pipes'); // which its types do not tell
    stdin.on('error', () => undefined);
    sweeper.stdin.destroy();
    const guardian = new Guardian(child, stdin, stdout, sweeper);
    if ((await guardian.#line()) !== 'ready') throw new Error('/bin/sh cannot be run to watch over a server');
    return guardian;
  }

  /** Lets the server start. @throws {Error} with what it said, when it does not. */
  async start({ folder, libraryPath }: ServerBinaries): Promise<void> {
    this.#input.write(`${folder}\n${libraryPath}\n`);
    const first = await this.#line();
    if (first === 'started') {
      this.#child.unref();
      return;
    }
    const said = [first];
    for (let line = await this.#line(); line !== undefined; line = await this.#line()) said.push(line);
    const reason = said.findLast((line) => line !== undefined && /error|fatal/i.test(line)) ?? said.at(-1);
    throw new Error(`PostgreSQL does not start: ${reason ?? 'it said nothing'}`);
  }

  /** Ends the server and removes its home. */
  async dismiss(): Promise<void> {
    if (this.#sweeper.exitCode !== null || this.#sweeper.signalCode !== null) return;
    this.#sweeper.ref();
    const exited = once(this.#sweeper, 'exit');
    this.#input.end();
    await exited;
  }

  async #line(): Promise<string | undefined> {
    const { value, done } = await this.#lines.next();
    return done === true ? undefined : value;
  }
}
