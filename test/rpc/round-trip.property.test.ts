import { create, type DescMessage, fromBinary, fromJson, toBinary, toJson } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPERATION_NAMES } from '../../src/engine/index.ts';
import { SkeinService } from '../../src/rpc/generated/skein/v1/skein_pb.ts';
import { ROUTES } from '../../src/rpc/route/index.ts';
import { allCommands, allEvents, requests, responses } from '../support/rpc-values.ts';

/** What is common to all routes once their types are forgotten. */
type Codec = {
  readonly toWire: (value: unknown, path: string) => Record<string, unknown>;
  readonly toValue: (message: unknown, path: string) => unknown;
};

/** Through a message, in both formats of protobuf, and back. */
function carried(codec: Codec, schema: DescMessage, value: unknown): unknown {
  const message = create(schema, codec.toWire(value, ''));
  const binary = codec.toValue(fromBinary(schema, toBinary(schema, message)), '');
  expect(codec.toValue(fromJson(schema, toJson(schema, message)), '')).toEqual(binary);
  return binary;
}

describe('the protocol', () => {
  it('has one method for each operation', () => {
    expect(Object.keys(SkeinService.method).sort()).toEqual([...OPERATION_NAMES].sort());
    expect(Object.keys(ROUTES).sort()).toEqual([...OPERATION_NAMES].sort());
  });

  it.each(OPERATION_NAMES)('carries every request of %s as it is', (name) => {
    const codec = ROUTES[name].request as unknown as Codec;
    const property = fc.property(requests[name] as fc.Arbitrary<object>, (request) => {
      expect(carried(codec, SkeinService.method[name].input, request)).toStrictEqual(request);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it.each(OPERATION_NAMES)('carries every response of %s as it is', (name) => {
    const codec = ROUTES[name].response as unknown as Codec;
    const property = fc.property(responses[name] as fc.Arbitrary<object>, (response) => {
      expect(carried(codec, SkeinService.method[name].output, response)).toStrictEqual(response);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('carries every kind of event as it is', () => {
    const { input: _, output } = SkeinService.method.getEvents;
    const codec = ROUTES.getEvents.response as unknown as Codec;
    const property = fc.property(fc.tuple(...allEvents), (bodies) => {
      const events = bodies.map((body, index) => ({ ...body, sequence: index + 1, time: 1 }));
      expect(carried(codec, output, { events })).toStrictEqual({ events });
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('carries every kind of command as it is', () => {
    const codec = ROUTES.submitCommands.request as unknown as Codec;
    const property = fc.property(fc.tuple(...Object.values(allCommands)), (commands) => {
      const request = {
        workflowId: 'w',
        token: 't',
        lastSeenSequence: 1,
        commands,
        outcome: { type: 'SUSPENDED' },
      };
      expect(carried(codec, SkeinService.method.submitCommands.input, request)).toStrictEqual(request);
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('rounds parts of a millisecond up, so that nothing ends too early', () => {
    const command = { type: 'START_TIMER', timerId: 't', delayMs: 0.25 } as const;
    const codec = ROUTES.submitCommands.request as unknown as Codec;
    const request = { workflowId: 'w', token: 't', lastSeenSequence: 1, commands: [command] };
    const after = carried(codec, SkeinService.method.submitCommands.input, {
      ...request,
      outcome: { type: 'SUSPENDED' },
    });
    expect(after).toMatchObject({ commands: [{ delayMs: 1 }] });
  });
});
