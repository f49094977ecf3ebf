import { status } from '@grpc/grpc-js';
import { GrpcError } from './grpc-service';

/** What the OSS driver answers to a volume that it will not mount. */
export class OssRefusal extends GrpcError {
  constructor(message: string) {
    super(status.INVALID_ARGUMENT, message);
  }
}
