/**
 * Where things lie in the memory of one build of PGlite, found in its code with PostgreSQL's source beside it. Boot
 * refuses any other build (see `wasm-module.ts`): all numbers here are of this one. Addresses and offsets in bytes;
 * everything is 32 bits wide unless told.
 */

/** The build: SHA-256 of `pglite.wasm` in @electric-sql/pglite 0.5.16, PostgreSQL 18.6. */
export const BUILD = '5256d9ac379f631355f41ab30291e6a6d9f854242b5ee2a2d0940e28041d3fca';

/** Functions that the build does not export, by index. */
export const HIDDEN_FUNCTIONS = {
  /** Takes a PGPROC off the free list (storage/lmgr/proc.c). */
  skein_InitProcess: 5692,
  /** Makes a PGPROC visible to snapshots (storage/ipc/procarray.c). */
  skein_ProcArrayAdd: 5470,
  /** Forgets everything cached of the catalogue (utils/cache/inval.c). */
  skein_InvalidateSystemCaches: 9642,
} as const;

/**
 * `WaitEventSetWait` (storage/ipc/waiteventset.c) polls its sockets here; PGlite has compiled that poll away, so that
 * who has to wait would spin for ever. The remnant loads a field and drops it.
 */
export const POLL = { inside: 5573, before: [0x20, 0x00, 0x28, 0x02, 0x1c, 0x1a] } as const;

/** Who takes a snapshot (utils/time/snapmgr.c). */
export const TAKE_SNAPSHOT = {
  /** `GetTransactionSnapshot`, into `CurrentSnapshotData`. */
  current: { inside: 10620 },
  /** `GetLatestSnapshot`, into `SecondarySnapshotData`. */
  latest: { inside: 10623 },
} as const;

/** `smgrdestroyall` (storage/smgr/smgr.c): the end of a transaction forgets all files that no relation pins. */
export const FORGET_FILES = { inside: 5765 } as const;

/** Static variables. */
export const STATIC = {
  // access/transam/xact.c
  xactIsoLevel: 2_585_560,
  currentTransactionState: 2_585_568,
  topTransactionState: 2_776_296,
  // access/transam/varsup.c: a pointer
  transamVariables: 2_776_200,
  // utils/time/snapmgr.c
  currentSnapshotData: 2_880_992,
  secondarySnapshotData: 2_881_064,
  catalogSnapshotData: 2_881_136,
  // utils/cache/inval.c
  transInvalInfo: 2_868_624,
  // storage/ipc/sinvaladt.c: a pointer
  shmInvalBuffer: 2_798_192,
  // storage/lmgr/proc.c
  myProc: 2_804_284,
  gotDeadlockTimeout: 2_804_308,
  // storage/lmgr/lock.c
  lockMethodLocalHash: 2_798_344,
  strongLockInProgress: 2_802_448,
  awaitedLock: 2_802_452,
  awaitedOwner: 2_802_456,
  // storage/lmgr/deadlock.c: workspace, first and last word
  deadlockWorkspace: 2_798_248,
  deadlockWorkspaceEnd: 2_798_292,
  // storage/aio/aio.c
  pgaioMyBackend: 2_791_432,
  pgaioControl: 2_791_436,
  // storage/ipc/ipc.c
  onShmemExitIndex: 2_797_088,
  // utils/init/globals.c
  myProcNumber: 2_623_760,
  myProcPid: 2_875_608,
  myLatch: 2_875_684,
  interruptPending: 2_875_472,
  queryCancelPending: 2_875_476,
  // utils/mmgr
  currentMemoryContext: 2_880_864,
  topMemoryContext: 2_880_868,
  messageContext: 2_880_884,
  topTransactionContext: 2_880_888,
  portalHashTable: 2_880_908,
  // commands
  preparedQueries: 2_778_192,
  lastUsedSequence: 2_778_200,
  sequenceTable: 2_778_204,
  // executor/spi.c
  spiStack: 2_779_768,
  spiCurrent: 2_779_772,
  spiStackDepth: 2_779_776,
  spiConnected: 2_591_440,
  // catalog/namespace.c: one byte, which the compiler has turned round: 1 is false
  baseSearchPathValid: 2_777_916,
  // utils/misc/guc.c
  gucHashTable: 2_878_880,
  gucStackList: 2_878_908,
} as const;

/**
 * Static variables that belong to one session: from the first byte to before the second. Everything else in static
 * memory is shared, a cache that holds for everybody, or of no account between two messages.
 */
export const PRIVATE: readonly (readonly [from: number, to: number])[] = [
  [2_585_560, 2_585_572], // xact.c: isolation level, whether read only, current state
  [2_591_440, 2_591_444], // spi.c: _SPI_connected
  [2_623_760, 2_623_764], // globals.c: MyProcNumber
  [2_679_280, 2_679_300], // snapmgr.c: TransactionXmin, RecentXmin, RegisteredSnapshots
  [2_776_176, 2_776_192], // multixact.c: its cache, which lives in the transaction
  [2_776_204, 2_776_280], // xact.c: command counter, timestamps, flags
  [2_776_288, 2_776_652], // xact.c: the top transaction's state, transaction ids not yet reported
  [2_776_696, 2_776_720], // xlog.c: where this session's records end
  [2_777_876, 2_777_892], // index.c: indexes that are being built again
  [2_777_984, 2_777_992], // storage.c: files to be deleted or synced
  [2_778_104, 2_778_124], // async.c: notifications to be sent at commit
  [2_778_200, 2_778_212], // sequence.c, tablecmds.c: currval, lastval, actions on commit
  [2_778_232, 2_778_284], // trigger.c: queued triggers
  [2_779_752, 2_779_784], // spi.c
  [2_779_980, 2_779_996], // be-fsstubs.c, inv_api.c: open large objects
  [2_791_432, 2_791_436], // aio.c: pgaio_my_backend
  [2_796_616, 2_796_740], // bufmgr.c: pins
  [2_798_344, 2_798_348], // lock.c: LockMethodLocalHash
  [2_798_352, 2_798_416], // lock.c: FastPathLocalUseCounts, of as many groups as there are
  [2_802_448, 2_802_460], // lock.c: locks that are waited for
  [2_804_236, 2_804_260], // predicate.c: MySerializableXact and what belongs to it
  [2_804_284, 2_804_288], // proc.c: MyProc
  [2_864_096, 2_864_100], // pgstat_xact.c: statistics to be dropped at commit
  [2_868_624, 2_868_660], // inval.c: messages to be sent at commit
  [2_868_872, 2_869_020], // relcache.c: relations to be looked at when the transaction ends
  [2_875_608, 2_875_612], // globals.c: MyProcPid
  [2_875_684, 2_875_688], // globals.c: MyLatch
  [2_878_792, 2_878_824], // miscinit.c: users
  [2_878_904, 2_878_908], // guc.c: GUCNestLevel
  [2_880_864, 2_880_868], // mcxt.c: CurrentMemoryContext
  [2_880_884, 2_880_900], // mcxt.c: contexts of message, transaction and portal
  [2_880_908, 2_880_928], // portalmem.c, resowner.c: portals, resource owners
  [2_880_940, 2_881_208], // combocid.c, snapmgr.c: snapshots
];

/**
 * Settings (utils/misc/guc_tables.c): all records of `ConfigureNames…`, which begin with a `struct config_generic`.
 * How to tell a record: its fields' ranges.
 */
export const SETTINGS = {
  from: 2_624_368,
  to: 2_675_676,
  // of a record
  name: 0,
  context: 4,
  group: 8,
  description: 12,
  type: 24,
  variable: 92,
  // bytes that a variable has, by its type: bool, int, real, string, enum
  widths: [1, 4, 8, 4, 4],
  contexts: 6,
  groups: 60,
  /** Variables that settings set besides their own: lists of guc.c, DateStyle, DateOrder, session_timezone. */
  besides: [
    [2_878_880, 2_878_884],
    [2_878_892, 2_878_904],
    [2_878_908, 2_878_912],
    [2_623_768, 2_623_776],
    [2_881_256, 2_881_260],
  ],
} as const;

/** Where constants and static variables lie. */
export const STATIC_MEMORY = { from: 1_024, to: 2_974_240 } as const;

/** Who the session's user is (utils/init/miscinit.c): part of {@link PRIVATE}. */
export const USERS = [[2_878_792, 2_878_824]] as const;

/** `SeqTableData` (commands/sequence.c). The values are 64 bits wide. */
export const SEQUENCE = { relation: 0, isUsed: 12, last: 16, cached: 24, increment: 32 } as const;

/** `TransactionStateData` (access/transam/xact.c). */
export const TRANSACTION = { id: 0, blockState: 24, nestingLevel: 28 } as const;

/** `TBlockState` (access/transam/xact.c). */
export const BLOCK = { default: 0, abort: 7, subInProgress: 12, subAbort: 15 } as const;

/** `XACT_REPEATABLE_READ` (access/xact.h): from this level on, a transaction has one snapshot. */
export const REPEATABLE_READ = 2;

/** `SnapshotData` (utils/snapshot.h). The last is 64 bits wide. */
export const SNAPSHOT = {
  transactions: 12,
  transactionCount: 16,
  subtransactions: 20,
  subtransactionCount: 24,
  completionCount: 64,
  length: 72,
} as const;

/** `TransamVariablesData` (access/transam.h): 64 bits wide. */
export const TRANSAM = { completionCount: 56 } as const;

/** `PGPROC` (storage/proc.h). */
export const PROC = {
  waitStatus: 16,
  localTransaction: 56,
  databaseId: 60,
  roleId: 64,
  waitLock: 92,
} as const;

/** `ProcWaitStatus` (storage/proc.h). */
export const WAIT_STATUS = { waiting: 1 } as const;

/** `SISeg` and `ProcState` (storage/ipc/sinvaladt.c): one state per backend, which begins with its process. */
export const INVALIDATION = {
  maxMessageNumber: 4,
  listenerCount: 65_552,
  /** Their numbers: a pointer. */
  listeners: 65_556,
  states: 65_560,
  stateSize: 16,
  /** How much of a state is about what its backend has heard of. */
  takenOver: 12,
} as const;

/** `PgAioCtl` and `PgAioBackend` (storage/aio_internal.h). */
export const AIO = { backends: 4, backendSize: 164 } as const;

/** `LOCALLOCK` (storage/lock.h): a LOCKTAG, the mode, and how many times it is held, which is 64 bits wide. */
export const LOCAL_LOCK = { tagLength: 16, mode: 16, count: 32 } as const;

/** `LOCKTAG` (storage/locktag.h): one byte says what is locked. */
export const LOCK_TAG = {
  length: 16,
  type: 14,
  method: 15,
  // types
  relation: 0,
  transaction: 5,
  speculative: 7,
  /** The method of all locks but advisory ones. */
  defaultMethod: 1,
  /** `ExclusiveLock` (storage/lockdefs.h). */
  exclusive: 7,
} as const;

/** `HASHCTL` (utils/hsearch.h), and how the two tables that every session has for itself are made. */
export const HASH = {
  controlLength: 48,
  /** `HASH_SEQ_STATUS`, and more. */
  sequenceLength: 64,
  /** `HASH_ENTER`. */
  enter: 1,
  keySize: 16,
  entrySize: 20,
  localLocks: { name: 'LOCALLOCK hash', size: 16, key: 20, entry: 56, flags: 0x28 },
  portals: { name: 'Portal hash', size: 16, key: 64, entry: 68, flags: 0x18 },
  /** Settings by name: keys are compared by functions of their own. */
  settings: { name: 'GUC hash table', size: 500, key: 4, entry: 8, flags: 0xc8 },
  // of HASHCTL
  hashFunction: 24,
  matchFunction: 28,
  // of HTAB (utils/hash/dynahash.c)
  tableHashFunction: 8,
  tableMatchFunction: 12,
} as const;

/** `AllocSetContextCreate` with default sizes (utils/memutils.h). */
export const CONTEXT = { initialSize: 8_192, maximalSize: 8_388_608 } as const;

/** PL/pgSQL's module: its variables that are not constants, from where it is loaded. */
export const PLPGSQL = { handler: 'plpgsql_call_handler', from: 31_336, to: 31_432 } as const;
