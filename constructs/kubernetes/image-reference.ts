import { cond, isSet, orElse, type Input, text } from '../../helm';

/** Where an image lies. */
interface ImageParts {
  readonly registry?: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** An image as a container names it: by its digest where there is one, else by its tag. */
export function imageReference(
  image: Input<ImageParts> | undefined,
  defaults: Required<Omit<ImageParts, 'digest'>>,
): Input<string> {
  const repository = text`${orElse(image?.registry, defaults.registry)}/${orElse(image?.repository, defaults.repository)}`;
  const digest = image?.digest;
  const withTag = text`${repository}:${orElse(image?.tag, defaults.tag)}`;
  return cond(isSet(digest), text`${repository}@${orElse(digest, '')}`, withTag);
}
