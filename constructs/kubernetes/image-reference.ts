import { concat, cond, isSet, orElse, type Templated } from '../../helm';

/** Where an image lies. */
interface ImageParts {
  readonly registry?: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** An image as a container names it: by its digest where there is one, else by its tag. */
export function imageReference(
  image: Templated<ImageParts> | undefined,
  defaults: Required<Omit<ImageParts, 'digest'>>,
): Templated<string> {
  const repository = concat(
    orElse(image?.registry, defaults.registry),
    '/',
    orElse(image?.repository, defaults.repository),
  );
  const digest = image?.digest;
  const withTag = concat(repository, ':', orElse(image?.tag, defaults.tag));
  return cond(isSet(digest), concat(repository, '@', orElse(digest, '')), withTag);
}
