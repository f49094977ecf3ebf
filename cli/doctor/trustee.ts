import { failed, ok, warning, type Finding } from './finding';

/** Whether Trustee can be reached from here, and its services are well. That does not tell whether the nodes reach it. */
export async function checkTrustee(address: string): Promise<Finding[]> {
  const check = 'trustee';
  const needed = `every service of ${address} ok`;
  try {
    const response = await fetch(`${address}/services-health`, {
      signal: AbortSignal.timeout(10_000),
      redirect: 'manual',
    });
    const text = await response.text();
    const services = response.status === 200 ? servicesOf(text) : undefined;
    if (services === undefined)
      return [
        failed(
          { check, found: `answers with status ${response.status} and no services`, needed },
          'does the address end with /api?',
        ),
      ];
    const ill = services.filter(([, status]) => status !== 'ok').map(([name, status]) => `${name}: ${status}`);
    const found = ill.length === 0 ? services.map(([name]) => name).join(', ') : ill.join(', ');
    return [
      ill.length === 0
        ? ok({ check, found, needed })
        : failed({ check, found, needed }, 'see `cai trustee check` and the logs on its server'),
    ];
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return [
      warning(
        { check, found: `cannot be reached from here: ${cause}`, needed },
        'open port 8081 of its server for this machine and for the nodes, or run this from where it can be reached',
      ),
    ];
  }
}

/** Names and states; undefined when the text is not the answer of Trustee. */
export function servicesOf(text: string): readonly (readonly [string, string])[] | undefined {
  try {
    const body = JSON.parse(text) as Readonly<Record<string, { readonly status?: string } | null>> | null;
    if (typeof body !== 'object' || body === null) return undefined;
    const services = ['gateway', 'kbs', 'as', 'rvps'].filter((name) => Object.hasOwn(body, name));
    return services.length === 0 ? undefined : services.map((name) => [name, body[name]?.status ?? 'unknown'] as const);
  } catch {
    return undefined;
  }
}
