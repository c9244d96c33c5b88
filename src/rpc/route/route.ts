import type { MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import type { Operations } from '../../engine/index.ts';
import type { SkeinService } from '../generated/skein/v1/skein_pb.ts';

/** What a token may be good for. `admin` is good for everything. */
export type Right = 'client' | 'worker' | 'admin';

export type OperationName = keyof Operations;
export type RequestOf<Name extends OperationName> = Parameters<Operations[Name]>[0];
export type ResponseOf<Name extends OperationName> = {
  [Each in OperationName]: Awaited<ReturnType<Operations[Each]>>;
}[Name];

type Method<Name extends OperationName> = (typeof SkeinService.method)[Name];
export type InputOf<Name extends OperationName> = Method<Name>['input'];
export type OutputOf<Name extends OperationName> = Method<Name>['output'];

/** Something that a request names: its field, and an id, a queue or a prefix of ids. */
export type Naming = readonly [field: string, value: string];

/** How an operation is served. */
export type Route<Name extends OperationName> = {
  /** Who has one of these rights may ask for it. */
  readonly rights: readonly Right[];
  /** Everything in a request that belongs to somebody. */
  readonly names: (request: RequestOf<Name>) => readonly Naming[];
  /** What a request is to those of a namespace, where it says something that would be everybody's otherwise. */
  readonly within?: (request: RequestOf<Name>, namespace: string) => RequestOf<Name>;
  readonly request: {
    readonly toWire: (request: RequestOf<Name>, path: string) => MessageInitShape<InputOf<Name>>;
    readonly toValue: (message: MessageShape<InputOf<Name>>, path: string) => RequestOf<Name>;
  };
  readonly response: {
    readonly toWire: (response: ResponseOf<Name>, path: string) => MessageInitShape<OutputOf<Name>>;
    readonly toValue: (message: MessageShape<OutputOf<Name>>, path: string) => ResponseOf<Name>;
  };
};

export type RoutesOf<Names extends OperationName> = { readonly [Name in Names]: Route<Name> };
