import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

type Handle = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

/**
 * Writes statuses' messages so that every client reads them. gRPC wants only what is not printable percent-encoded
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses); Connect encodes more, and grpc-js does not
 * undo all of that: it would show `id%3A must not be empty`.
 */
export function withReadableStatus(handle: Handle): Handle {
  return (request, response) => {
    const addTrailers = response.addTrailers.bind(response);
    response.addTrailers = (trailers) => {
      const message = trailers['grpc-message'];
      addTrailers(
        typeof message === 'string'
          ? { ...trailers, 'grpc-message': encodeURI(decodeURIComponent(message)) }
          : trailers,
      );
    };
    handle(request, response);
  };
}
