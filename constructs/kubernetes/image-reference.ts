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

/** The same where parts of the image may not be given. */
export function imageReferenceOr(
  image: Input<Partial<ImageParts>> | undefined,
  defaults: Required<Omit<ImageParts, 'digest'>>,
): Input<string> {
  return imageReference({
    registry: orElse(image?.registry, defaults.registry),
    repository: orElse(image?.repository, defaults.repository),
    tag: orElse(image?.tag, defaults.tag),
    digest: image?.digest,
  });
}
