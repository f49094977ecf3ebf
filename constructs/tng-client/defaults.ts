/** Port on which TNG tells whether it works. It carries no secrets, and no Service offers it. */
export const clientControlPort = 50000;

/** Name of the proxy's port in the Service. */
export const proxyPortName = 'http-proxy';

/** An IPv4 address, as an anchored regular expression for JavaScript and for Go. */
export const ipv4Pattern =
  '^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])$';
