import type { Command } from 'commander';
import { serveCommand } from './serve-command.ts';
import { DEFAULT_SERVER } from './server-connection.ts';
import { type Flags, Settings } from './settings.ts';
import { workerCommand } from './worker-command.ts';
import {
  cancelCommand,
  historyCommand,
  type Print,
  resultCommand,
  signalCommand,
  startCommand,
  workflowsCommand,
} from './workflow-commands.ts';

const SERVE_NOTES = `
Every option may also be set in the environment: --database-url as SKEIN_DATABASE_URL, and so on.

Examples:
  $ skein serve                                                   on this machine, with its data in ./skein-data
  $ skein serve --database-url postgres://skein@db/skein          on PostgreSQL; any number of replicas
  $ skein serve --host 0.0.0.0 --tls-key key.pem --tls-cert cert.pem --tokens tokens.json --metrics-port 9090
Exit codes: 0 stopped by SIGTERM, 2 usage, 3 infrastructure, 130 interrupted.`;

const WORKER_NOTES = `
MODULE is a JavaScript file that exports \`workflows\` and \`tasks\`, lists of definitions.
Every option may also be set in the environment: --server as SKEIN_SERVER, and so on.

Examples:
  $ skein worker ./definitions.js
  $ skein worker ./definitions.js --server https://skein.example.com --token-file token --queues mail,default
Exit codes: 0 stopped by SIGTERM, 2 usage or refused by the server, 3 infrastructure, 130 interrupted.`;

/** Adds the commands that run the engine and speak to it; each gives its exit code to \`leave\`. */
export function addEngineCommands(skein: Command, print: Print, leave: (code: number) => void): void {
  const settings = (flags: Flags): Settings => new Settings(flags, process.env);

  skein
    .command('serve')
    .description('run a server: the engine, for workers and clients')
    .option('--data <folder>', 'keep everything in a folder, with PGlite (default: skein-data)')
    .option('--database-url <url>', 'keep everything in a PostgreSQL database')
    .option('--connections <n>', 'connections to that database (default: 10)')
    .option('--nats <url>', 'tell other replicas over NATS, not through the database')
    .option('--host <address>', 'where to listen (default: 127.0.0.1)')
    .option('--port <n>', 'where to listen; 0 for any that is free (default: 7400)')
    .option('--tls-key <file>', 'serve over TLS, with this key in PEM')
    .option('--tls-cert <file>', 'its certificate')
    .option('--tokens <file>', 'let only those call who bring one of these tokens')
    .option('--insecure', 'listen beyond this machine without TLS: behind a proxy that ends it')
    .option('--metrics-port <n>', 'serve /healthz, /readyz and /metrics here')
    .option('--grace <duration>', 'how long calls may take to finish when it stops (default: 10s)')
    .option('--log-level <level>', 'debug, info, warn, error or silent (default: info)')
    .addHelpText('after', SERVE_NOTES)
    .action(async (flags: Flags) => leave(await serveCommand(settings(flags))));

  speaking(skein.command('worker'))
    .description('run the workflows and tasks that a module defines')
    .argument('<module>', 'a JavaScript file')
    .option('--queues <names>', 'the queues to serve, separated by commas (default: default)')
    .option('--name <name>', 'shown with what it works on (default: host and process)')
    .option('--max-workflows <n>', 'workflows at once (default: 10)')
    .option('--max-tasks <n>', 'tasks at once (default: 10)')
    .option(
      '--lease <duration>',
      'how long it may go unheard of before its work is given to others (default: 30s)',
    )
    .option('--grace <duration>', 'how long its work may take to finish when it stops (default: 10s)')
    .option('--log-level <level>', 'debug, info, warn, error or silent (default: info)')
    .addHelpText('after', WORKER_NOTES)
    .action(async (module: string, flags: Flags) => leave(await workerCommand(module, settings(flags))));

  speaking(skein.command('start'))
    .description('start a workflow, and print its id')
    .argument('<kind>', "the definition's name")
    .argument('[input]', 'its input, as JSON')
    .option('--id <id>', 'its id (default: a random one)')
    .option('--queue <name>', 'whose workers run it (default: default)')
    .option('--idempotency-key <key>', 'asking again with the same key starts nothing')
    .option('--wait', 'wait for its end, and print its result instead')
    .action(async (kind: string, input: string | undefined, flags: Flags) =>
      leave(await startCommand(kind, input, settings(flags), print)),
    );

  speaking(skein.command('result'))
    .description("wait for a workflow's end, and print its result")
    .argument('<id>', "the workflow's id")
    .action(async (id: string, flags: Flags) => leave(await resultCommand(id, settings(flags), print)));

  speaking(skein.command('signal'))
    .description('send a signal to a workflow')
    .argument('<id>', "the workflow's id")
    .argument('<name>', "the signal's name")
    .argument('[payload]', 'what it brings, as JSON')
    .option('--idempotency-key <key>', 'asking again with the same key sends nothing')
    .action(async (id: string, name: string, payload: string | undefined, flags: Flags) =>
      leave(await signalCommand(id, name, payload, settings(flags), print)),
    );

  speaking(skein.command('cancel'))
    .description('cancel a workflow, and whatever it waits for')
    .argument('<id>', "the workflow's id")
    .option('--reason <text>', 'told to the workflow')
    .action(async (id: string, flags: Flags) => leave(await cancelCommand(id, settings(flags), print)));

  speaking(skein.command('workflows'))
    .description('list workflows, in the order of their ids')
    .option('--kind <name>', 'of this kind alone')
    .option('--status <status>', 'that stand like this alone: WAITING, FAILED, …')
    .option('--after <id>', 'those after this one')
    .option('--limit <n>', 'so many (default: 50)')
    .option('--json', 'as data')
    .action(async (flags: Flags) => leave(await workflowsCommand(settings(flags), print)));

  speaking(skein.command('history'))
    .description("show a workflow's history")
    .argument('<id>', "the workflow's id")
    .option('--json', 'as data: a file for check-history')
    .action(async (id: string, flags: Flags) => leave(await historyCommand(id, settings(flags), print)));
}

/** A command that speaks to a server. */
function speaking(command: Command): Command {
  return command
    .option('--server <url>', `the server (default: ${DEFAULT_SERVER})`)
    .option('--token <token>', 'a bearer token; SKEIN_TOKEN keeps it out of the process list')
    .option('--token-file <file>', 'a file with one')
    .option('--tls-ca <file>', 'whom to trust over TLS, in PEM');
}
