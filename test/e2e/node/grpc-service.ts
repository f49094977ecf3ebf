import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  Server,
  ServerCredentials,
  status,
  type handleUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** An error that the caller is told by its code and words. */
export class GrpcError extends Error {
  constructor(
    readonly code: status,
    message: string,
  ) {
    super(message);
  }
}

/** A service as a file of protocol/ describes it. */
export function service(file: string, name: string): ServiceDefinition {
  const definitions = loadSync(join(__dirname, 'protocol', file), { keepCase: true, enums: String, defaults: true });
  return definitions[name] as ServiceDefinition;
}

/** A method as a plain function: what it throws becomes the status. */
export function unary<Request, Answer>(
  method: (request: Request) => Answer | Promise<Answer>,
): handleUnaryCall<Request, Answer> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(method)
      .then(
        (answer) => {
          callback(null, answer);
        },
        (error: unknown) => {
          const code = error instanceof GrpcError ? error.code : status.INTERNAL;
          const details = error instanceof Error ? error.message : String(error);
          console.error(`${status[code]}: ${details}`);
          callback({ code, details });
        },
      );
  };
}

/** Serves on Unix sockets, which are there when this answers. Whatever a driver before it left in their place goes. */
export async function serve(
  sockets: readonly string[],
  services: readonly [ServiceDefinition, UntypedServiceImplementation][],
): Promise<Server> {
  const server = new Server();
  for (const [definition, implementation] of services) server.addService(definition, implementation);
  for (const socket of sockets) {
    mkdirSync(dirname(socket), { recursive: true });
    rmSync(socket, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
  return server;
}
