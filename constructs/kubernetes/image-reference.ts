import { cond, isSet, orElse, text, type Input } from '../../helm';

/** Where an image lies. */
interface ImageParts {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest?: string;
}

/** An image as a container names it: by its digest where there is one, else by its tag. */
export function imageReference({ registry, repository, tag, digest }: Input<ImageParts>): Input<string> {
  const path = text`${registry}/${repository}`;
  return cond(isSet(digest), text`${path}@${orElse(digest, '')}`, text`${path}:${tag}`);
}
